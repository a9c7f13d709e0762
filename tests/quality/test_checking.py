"""Rules, their results, and the gate: what a rule may read, what is recorded, what is published."""

from collections.abc import Callable, Iterator
from dataclasses import FrozenInstanceError, replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from tests.quality.contexts import Tables, rows
from warehouse.quality import registry
from warehouse.quality.check import Check, CheckContext, CheckResult, Failing, Finding, UndeclaredError, run_check
from warehouse.quality.gate import RefusedError, open_gate
from warehouse.quality.registry import all_checks, checks_across_tables, checks_of_table
from warehouse.quality.results import (
    StagedContext,
    holds,
    inputs_of,
    recorded,
    recorded_result,
    run_checks,
    stale_checks,
)
from warehouse.staging.area import EditionKey, StagingArea, compact_path
from warehouse.staging.files import digest, to_json, write_file
from warehouse.tables import TABLES

BLOCKING = (
    "pages_accounted_for something_read quarantine_share good_pages_kept text_in_sections rows_as_read"
    " sequences_without_gaps editions_agree_with_pages edition_dates_fit panel_agrees records_from_pages_read"
    " origins_fit_home printed_names_fit names_of_one_country sightings_evidence tiers_as_printed"
    " recommendations_evidence text_encoding_of_editions no_navigation_text_in_editions editions_not_stale"
    " tier_totals placements_as_recorded sightings_conflict superseded_pages_agree watch_list_from_2004"
    " watch_list_clock statistics_evidence policy_or_pattern_on_tier_3 news_accounted_for claims_checked rows_kept"
    " recurrence_follows_texts placements_follow_sightings editions_follow_pages claim_checks_follow_record"
    " panel_follows_tables"
).split()
"""The checks whose failure keeps a release from being published, beside those that follow from declarations."""

WARNINGS = (
    "sources_fresh countries_resolved pages_of_known_reports encodings_as_declared editions_complete editions_not_over"
    " human_rights_sections_present narratives_whole headings_known titles_name_their_year reports_name_their_country"
    " statistics_values_printed text_encoding no_navigation_text no_part_twice no_part_cut_short reports_not_stale"
    " one_page_a_country tier_totals_unsure placements_beyond_record sightings_agree waivers_stated probable_steps"
    " return_after_downgrade verdicts_fit_history statistics_against_edition_before statistics_parts_within_totals"
    " statistics_measures_named world_is_sum_of_regions convictions_below_prosecutions regions_whole"
    " worldwide_restated worldwide_magnitude news_dated words_kept same_pages_same_rows reference_kept exceptions_due"
    " exceptions_used"
).split()

# -- which rules there are


def test_each_check_blocks_or_warns_as_agreed() -> None:
    kinds = {rule.name: (rule.severity, rule.blocking) for rule in all_checks().values() if "__" not in rule.name}
    assert kinds == dict.fromkeys(BLOCKING, ("error", True)) | dict.fromkeys(WARNINGS, ("warning", False))


def test_the_declaration_of_every_table_of_a_release_is_checked_and_blocks() -> None:
    declared = {rule.name: (rule.severity, rule.blocking) for rule in all_checks().values() if "__" in rule.name}
    tables = [table for table in TABLES.values() if table.in_identity]
    names = [f"{table.name}__{kind}" for table in tables for kind in ("schema", "key", "rows")]
    names += [f"{table.name}__references" for table in tables if table.foreign_keys]
    assert declared == dict.fromkeys(names, ("error", True))


def test_rules_read_the_release_and_facts_that_they_say() -> None:
    rules = all_checks().values()
    against = {rule.name for rule in rules if rule.against_release}
    assert against == {"good_pages_kept", "rows_kept", "words_kept", "same_pages_same_rows", "reference_kept"}
    facts = {rule.name: rule.facts for rule in rules if rule.facts}
    assert facts == {
        "pages_accounted_for": ("captures",),
        "rows_as_read": ("counts",),
        "sources_fresh": ("hosts",),
        "origins_fit_home": ("kind",),
        "news_accounted_for": ("news",),
        "editions_follow_pages": ("references",),
        "exceptions_due": ("today",),
    }
    assert {rule.name for rule in rules if rule.reads_clock} == {"sources_fresh", "exceptions_due"}


def test_rules_of_one_table_and_of_several_are_all_rules() -> None:
    alone = {table: {rule.name for rule in checks_of_table(table)} for table in TABLES}
    assert alone["countries"] == {"countries__schema", "countries__key", "countries__rows", "names_of_one_country"}
    assert alone["quality_results"] == set()
    several = {rule.name for rule in checks_across_tables()}
    assert {"good_pages_kept", "pages__references", "printed_names_fit"} <= several  # of two tables and more
    assert sum(map(len, alone.values())) + len(several) == len(all_checks())
    assert set().union(*alone.values()) | several == all_checks().keys()


def test_two_checks_of_one_name_are_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    all_checks.cache_clear()
    monkeypatch.setattr(registry, "_GROUPS", (registry.NEWS_RULES, registry.NEWS_RULES))
    with pytest.raises(ValueError, match="two checks have one name"):
        all_checks()
    monkeypatch.undo()
    assert "news_dated" in all_checks()


# -- what a rule says


def rule_of(check: Callable[[CheckContext], Finding], **values: Any) -> Check:
    return Check("a_check", "pages", "error", True, "Because.", "Do it.", check, **values)


def finding(*failing: str | Failing) -> Finding:
    return Finding(failing, f"{len(failing)} odd", "none")


def test_nothing_failing_is_passed() -> None:
    said = run_check(rule_of(lambda _: finding(), owner="me"), Tables({}), {"pages": "d"})
    assert said == CheckResult(
        check="a_check", table="pages", severity="error", blocking=True, passed=True, observed="0 odd",
        expected="none", failing=[], failing_count=0, reason="Because.", advice="Do it.", inputs={"pages": "d"},
        accepted=[], owner="me",
    )  # fmt: skip
    assert said.message == "0 odd"


@pytest.mark.parametrize(("count", "shown", "more"), [(1, 1, ""), (5, 5, ""), (6, 5, ", ..."), (20, 5, ", ...")])
def test_a_message_names_five_failing_things(count: int, shown: int, more: str) -> None:
    names = [f"x{place}" for place in range(count)]
    said = run_check(rule_of(lambda _: finding(*names)), Tables({}), {})
    assert not said.passed
    assert said.message == f"a_check: {count} odd; expected none; {', '.join(names[:shown])}{more}. Do it."


@pytest.mark.parametrize(("count", "kept"), [(19, 19), (20, 20), (21, 20)])
def test_a_verdict_names_twenty_failing_things_and_counts_all(count: int, kept: int) -> None:
    names = [f"x{place}" for place in range(count)]
    said = run_check(rule_of(lambda _: finding(*names)), Tables({}), {})
    assert (said.failing, said.failing_count) == (names[:kept], count)


def test_what_reviewed_exceptions_accept_does_not_fail() -> None:
    odd = (Failing("a", "LAO", 2018), Failing("b", "LAO", 2019), "c")

    def excused(check: str, item: Failing) -> bool:
        return check == "a_check" and item.year == 2018

    said = run_check(rule_of(lambda _: finding(*odd)), Tables({}), {}, excused)
    assert (said.passed, said.failing, said.accepted) == (False, ["b", "c"], ["a"])
    assert said.observed == "3 odd; 1 accepted by reviewed exceptions"
    alone = run_check(rule_of(lambda _: finding(odd[0])), Tables({}), {}, excused)
    assert (alone.passed, alone.failing_count) == (True, 0)
    strict = run_check(rule_of(lambda _: finding(*odd)), Tables({}), {})
    assert (strict.failing, strict.accepted, strict.observed) == (["a", "b", "c"], [], "3 odd")


def test_a_rule_that_cannot_be_run_is_not_passed() -> None:
    def fails(_: CheckContext) -> Finding:
        raise KeyError("captures")

    said = run_check(rule_of(fails), Tables({}), {})
    assert (said.passed, said.failing) == (False, ["KeyError: 'captures'"])
    assert (said.observed, said.expected) == ("the check could not be run", "a check that runs")


READS: dict[str, Callable[[CheckContext, str], object]] = {
    "frame": lambda context, table: context.frame(table),
    "scan": lambda context, table: context.scan(table),
    "released": lambda context, table: context.released(table),
    "scan_released": lambda context, table: context.scan_released(table),
}


@pytest.mark.parametrize("way", READS)
@pytest.mark.parametrize("against", [True, False])
@pytest.mark.parametrize("table", ["pages", "countries", "editions"])
def test_a_rule_reads_what_it_declares_and_nothing_else(way: str, against: bool, table: str) -> None:
    seen: list[object] = []

    def find(context: CheckContext) -> Finding:
        seen.append(READS[way](context, table))
        return finding()

    rule = rule_of(find, reads=("countries", "pages"), against_release=against)
    assert rule.tables == ("pages", "countries")
    context = Tables({table: rows(table)}, {table: rows(table)})
    if table == "editions" or (way.endswith("released") and not against):
        with pytest.raises(UndeclaredError, match=f"a_check reads {table}, which it does not declare"):
            run_check(rule, context, {})
    else:
        assert run_check(rule, context, {}).passed
        assert len(seen) == 1
        assert seen[0] is not None


def test_a_rule_sees_the_facts_that_it_declares() -> None:
    def find(context: CheckContext) -> Finding:
        assert context.facts() == {"kind": "real"}
        return finding()

    told = {"kind": "real", "captures": {}}
    assert run_check(rule_of(find, facts=("kind", "today")), Tables({}, told=told), {}).passed


def test_a_rule_cannot_take_the_place_of_another() -> None:
    def check(context: Any) -> Finding:
        context.rule = all_checks()["panel_agrees"]
        return finding()

    assert run_check(rule_of(check), Tables({}), {}).observed == "the check could not be run"


@pytest.mark.parametrize("value", [rule_of(lambda _: finding()), finding(), all_checks()["news_dated"]])
def test_rules_and_what_they_find_do_not_change(value: Any) -> None:
    with pytest.raises(FrozenInstanceError):
        value.expected = "otherwise"


def test_a_verdict_does_not_change() -> None:
    said: Any = run_check(rule_of(lambda _: finding("x")), Tables({}), {})
    with pytest.raises(FrozenInstanceError):
        said.passed = True


def test_the_module_of_a_rule_is_that_of_its_check() -> None:
    def check(_: int, context: CheckContext) -> Finding:
        return finding()

    assert rule_of(lambda _: finding()).module == rule_of(partial(check, 1)).module == __name__


# -- staged tables as rules see them


@pytest.fixture
def staging(tmp_path: Path) -> StagingArea:
    return StagingArea(tmp_path / "staging")


COUNTRIES = [{"country": "LAO", "name": "Laos", "aliases": []}]


def put(staging: StagingArea, table: str, *each: dict[str, Any]) -> None:
    staging.put_table(TABLES[table], rows(table, *each))


def test_a_staged_table_is_read_once(staging: StagingArea) -> None:
    put(staging, "countries", *COUNTRIES)
    context = StagedContext(staging, None, {})
    assert context.scan("countries").collect().height == 1
    first = context.frame("countries")
    put(staging, "countries")
    assert context.frame("countries") is first
    assert context.scan("countries").collect().equals(first)
    assert StagedContext(staging, None, {}).scan("countries").collect().is_empty()


def test_the_facts_are_what_is_noted_of_editions_and_what_is_told(staging: StagingArea) -> None:
    staging.put_edition(EditionKey("tip", 2018), {}, {"pages_in_archive": 3, "counts": {"pages": 2}})
    staging.put_edition(EditionKey("tip", 2019), {}, {})
    staging.put_edition(EditionKey("news", 2018), {}, {"pages_in_archive": 9, "counts": {"read": 8}})
    context = StagedContext(staging, None, {"kind": "real"})
    told = context.facts()
    assert told == {
        "captures": {"tip/2018": 3, "tip/2019": 0},
        "news": {"news/2018": {"read": 8}},
        "counts": {"tip/2018": {"pages": 2}, "tip/2019": {}},
        "kind": "real",
    }
    assert context.facts() is told


def released(folder: Path, *names: str) -> Path:
    """A release of some countries."""
    path = folder / compact_path("countries")
    path.parent.mkdir(parents=True)
    rows("countries", *({"country": name, "name": name, "aliases": []} for name in names)).write_parquet(path)
    return folder


def test_the_rows_of_the_release_are_its_own(staging: StagingArea, tmp_path: Path) -> None:
    release = released(tmp_path / "release", "KHM", "THA")
    put(staging, "countries", *COUNTRIES)
    for context in (StagedContext(staging, release, {}), StagedContext(StagingArea(tmp_path / "none"), release, {})):
        found = context.released("countries")
        assert found is not None
        assert found["country"].to_list() == ["KHM", "THA"]
        assert context.released("countries") is found
        lazily = context.scan_released("countries")
        assert lazily is not None
        assert lazily.collect().equals(found)


def test_without_a_release_or_its_table_there_are_no_rows(staging: StagingArea, tmp_path: Path) -> None:
    put(staging, "countries", *COUNTRIES)
    put(staging, "editions")
    release = released(tmp_path / "release", "KHM")
    for context, table in (
        (StagedContext(staging, None, {}), "countries"),
        (StagedContext(staging, release, {}), "editions"),
    ):
        assert context.released(table) is None
        assert context.released(table) is None
        assert context.scan_released(table) is None


def test_a_file_that_the_release_shares_is_read_once(staging: StagingArea, tmp_path: Path) -> None:
    put(staging, "countries", *COUNTRIES)
    shared = tmp_path / "release" / compact_path("countries")
    shared.parent.mkdir(parents=True)
    shared.hardlink_to(staging.folder / compact_path("countries"))
    context = StagedContext(staging, tmp_path / "release", {})
    assert context.released("countries") is context.frame("countries")


# -- results on exactly the staged data


def run(staging: StagingArea, *names: str, **values: Any) -> list[CheckResult]:
    return run_checks(staging=staging, checks=[all_checks()[name] for name in names], release=None, **values)


def reword(staging: StagingArea, name: str, **values: Any) -> None:
    """Records a result of other words, or of other data."""
    known = recorded_result(staging, name)
    assert known is not None
    write_file(staging.folder / "check_results" / f"{name}.json", to_json({**vars(known), **values}))


CHECKS = ("editions_complete", "sources_fresh", "news_dated")


def test_a_verdict_on_the_same_data_is_taken_over_unless_it_depends_on_the_clock(staging: StagingArea) -> None:
    put(staging, "editions")
    put(staging, "pages")
    put(staging, "quarantine")
    first = run(staging, *CHECKS)
    assert [said.check for said in first] == list(CHECKS)
    assert [recorded_result(staging, name) for name in CHECKS] == first
    for name in CHECKS:
        reword(staging, name, observed="noted")
    again = run(staging, *CHECKS)
    assert [said.observed for said in again] == ["noted", first[1].observed, "noted"]
    reword(staging, "news_dated", observed="noted")
    anew = run(staging, *CHECKS, take_over=False)
    assert anew == first == [recorded_result(staging, name) for name in CHECKS]


def test_a_verdict_on_other_data_is_given_anew(staging: StagingArea) -> None:
    put(staging, "quarantine")
    assert run(staging, "news_dated")[0].passed
    put(staging, "quarantine", {"table": "news_articles", "source_url": "https://1", "reason": "no_date",
                                "record": "{}", "detail": "no date"})  # fmt: skip
    (said,) = run(staging, "news_dated")
    assert said.failing == ["no date"]
    assert recorded_result(staging, "news_dated") == said


def test_checks_are_told_facts_and_know_the_reviewed_exceptions(staging: StagingArea) -> None:
    put(staging, "pages")
    known = {"tier_printed": "x", "sightings": 1, "agreement": "single", "source_url": "https://a", "page_digest": "d"}
    moved = {**known, "year": 2002, "previous_tier": "3", "tier": "2", "origin": "live"}
    put(staging, "tier_placements", {**moved, "country": "ALB"}, {**moved, "country": "LAO"})
    (fresh, steps) = run(staging, "sources_fresh", "probable_steps", facts={"hosts": {"a.example": "late"}})
    assert fresh.failing == ["late"]
    assert (steps.failing, steps.accepted) == (["LAO 2002: 3 to 2"], ["ALB 2002: 3 to 2"])
    assert run(staging, "sources_fresh")[0].observed == "no host is asked, pages come from files"


def test_a_verdict_depends_on_tables_facts_release_and_code(staging: StagingArea, tmp_path: Path) -> None:
    put(staging, "pages")
    staged = staging.table("pages")
    assert staged is not None
    kept, fit, fresh = (all_checks()[name] for name in ("good_pages_kept", "origins_fit_home", "sources_fresh"))
    inputs = inputs_of(kept, staging, None, {"kind": "real"})
    code = inputs.pop("check")
    assert inputs == {"pages": staged.digest, "report_sections": "", "release": ""}
    assert inputs_of(kept, staging, tmp_path / "r1", {})["release"] == "r1"
    inputs = inputs_of(fit, staging, tmp_path / "r1", {"kind": "real", "hosts": {}})
    assert inputs.pop("check") not in ("", code)
    assert inputs == {"pages": staged.digest, "fact kind": digest(to_json("real"))}
    inputs = inputs_of(fresh, staging, None, {"hosts": {}})
    assert inputs.keys() == {"pages", "check"}


@pytest.mark.parametrize(
    ("noted", "now", "published", "expected"),
    [
        (None, {"pages": "a"}, False, False),
        (None, {"pages": "a"}, True, False),
        ({"pages": "a"}, {"pages": "a"}, False, True),
        ({"pages": "a"}, {"pages": "b"}, False, False),
        ({"pages": "a"}, {"pages": "a"}, True, True),
        ({"pages": "a"}, {"pages": "b"}, True, False),
        ({"pages": "a", "release": "r1"}, {"pages": "a", "release": "r1"}, False, True),
        ({"pages": "a", "release": "r1"}, {"pages": "a", "release": "r2"}, False, False),
        ({"pages": "a", "release": "r1"}, {"pages": "a", "release": "r2"}, True, True),
        ({"pages": "a", "release": "r1"}, {"pages": "b", "release": "r2"}, True, False),
    ],
)
def test_a_verdict_holds_for_its_inputs(
    noted: dict[str, str] | None, now: dict[str, str], published: bool, expected: bool
) -> None:
    said = run_check(rule_of(lambda _: finding()), Tables({}), noted) if noted is not None else None
    assert holds(said, now, published) is expected


# -- the gate


@pytest.fixture(scope="module")
def passed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[StagingArea, dict[str, CheckResult]]]:
    """Every table staged without rows, and for each check the result that it passed."""
    staging = StagingArea(tmp_path_factory.mktemp("gate") / "staging")
    for table in TABLES.values():
        if table.in_identity:
            staging.put_table(table, table.empty())
    facts = StagedContext(staging, None, {}).facts()
    results = {
        name: run_check(replace(rule, find=lambda _: finding()), Tables({}), inputs_of(rule, staging, None, facts))
        for name, rule in all_checks().items()
    }
    yield staging, results


def record(
    passed: tuple[StagingArea, dict[str, CheckResult]], without: tuple[str, ...] = (), **changed: CheckResult
) -> StagingArea:
    """The staging area with these results and no others."""
    staging, results = passed
    for name, said in {**results, **changed}.items():
        path = staging.folder / "check_results" / f"{name}.json"
        path.unlink(missing_ok=True)
        if name not in without:
            write_file(path, to_json(vars(said)))
    return staging


def test_the_gate_opens_where_every_check_passed(passed: tuple[StagingArea, dict[str, CheckResult]]) -> None:
    staging = record(passed)
    assert open_gate(staging=staging, release=None) == list(passed[1].values())
    assert recorded(staging) == passed[1]
    assert stale_checks(staging=staging, release=None, facts={}) == []


@pytest.mark.parametrize(("count", "more"), [(1, ""), (5, ""), (6, ", ...")])
@pytest.mark.parametrize("overridden", [True, False])
def test_the_gate_stays_shut_where_a_verdict_is_missing(
    passed: tuple[StagingArea, dict[str, CheckResult]], count: int, more: str, overridden: bool
) -> None:
    names = list(all_checks())[:count]
    staging = record(passed, without=tuple(names))
    said = f"{count} checks have no result on the data as it is staged ({', '.join(names[:5])}{more}); run the"
    with pytest.raises(RefusedError) as refused:
        open_gate(staging, None, overridden=overridden)
    assert str(refused.value) == f"{said} checks again"
    assert refused.value.failing == []
    assert [rule.name for rule in stale_checks(staging, None, {})] == names
    assert recorded(staging).keys() == all_checks().keys() - set(names)


def test_the_gate_stays_shut_where_a_blocking_check_failed(passed: tuple[StagingArea, dict[str, CheckResult]]) -> None:
    failed = {
        name: replace(passed[1][name], passed=False, failing=["x"], observed="odd")
        for name in ("rows_kept", "news_dated", "panel_agrees")
    }
    staging = record(passed, **failed)
    with pytest.raises(RefusedError, match="2 blocking checks failed: ") as refused:
        open_gate(staging, None)
    shown = [failed["panel_agrees"], failed["rows_kept"]]
    assert refused.value.failing == shown
    assert str(refused.value).endswith("; ".join(said.message for said in shown))
    assert len(open_gate(staging, None, overridden=True)) == len(all_checks())
    with pytest.raises(RefusedError, match="1 checks have no result"):
        open_gate(record(passed, without=("headings_known",), **failed), None, overridden=True)


def test_a_failed_warning_keeps_nothing_from_being_published(
    passed: tuple[StagingArea, dict[str, CheckResult]],
) -> None:
    warned = replace(passed[1]["news_dated"], passed=False, failing=["x"])
    assert warned in open_gate(record(passed, news_dated=warned), None)


def test_the_gate_asks_for_the_facts_and_the_release_of_the_verdicts(
    passed: tuple[StagingArea, dict[str, CheckResult]], tmp_path: Path
) -> None:
    staging = record(passed)
    with pytest.raises(RefusedError, match=r"1 checks have no result .*\(origins_fit_home\)"):
        open_gate(staging, None, facts={"kind": "real"})
    against = [rule.name for rule in all_checks().values() if rule.against_release]
    with pytest.raises(RefusedError, match=f"{len(against)} checks have no result"):
        open_gate(staging, tmp_path)
    assert len(open_gate(staging, tmp_path, is_published=True)) == len(all_checks())
    assert [rule.name for rule in stale_checks(staging, tmp_path, {})] == against
    assert stale_checks(staging, tmp_path, {}, is_published=True) == []
    assert [rule.name for rule in stale_checks(staging, None, {"kind": "real"})] == ["origins_fit_home"]


def test_checks_that_read_the_clock_are_never_stale_but_asked_for_by_the_gate(
    passed: tuple[StagingArea, dict[str, CheckResult]],
) -> None:
    staging = record(passed, without=("sources_fresh", "exceptions_due"))
    assert stale_checks(staging, None, {}) == []
    with pytest.raises(RefusedError, match="2 checks have no result"):
        open_gate(staging, None)


def test_a_verdict_with_fields_of_another_version_counts_as_none(
    passed: tuple[StagingArea, dict[str, CheckResult]],
) -> None:
    staging = record(passed)
    write_file(staging.folder / "check_results" / "news_dated.json", to_json({"check": "news_dated", "colour": "red"}))
    assert recorded_result(staging, "news_dated") is None
    assert "news_dated" not in recorded(staging)


def test_the_gate_asks_for_every_table_of_a_release(tmp_path: Path) -> None:
    staging = StagingArea(tmp_path)
    for table in TABLES.values():
        if table.in_identity and table.name not in ("editions", "pages"):
            staging.put_table(table, table.empty())
    with pytest.raises(RefusedError) as refused:
        open_gate(staging, None, overridden=True)
    assert str(refused.value) == "not staged: editions, pages; run the whole job (`tip run`)"
