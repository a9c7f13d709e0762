"""Tests of the checks on `pages`."""

import pytest

from tests.quality.contexts import Row, at, result
from warehouse.quality.check import CheckResult
from warehouse.quality.checks.pages import CHECKS, QUARANTINE_SHARE
from warehouse.quality.checks.report_sections import CHECKS as SECTION_CHECKS

ROWS_OF_PAGES = (
    "report_sections",
    "tier_sightings",
    "enforcement_statistics",
    "recommendations",
    "statutory_lists",
    "global_enforcement",
)


def found(check: str, **tables: list[Row]) -> CheckResult:
    return result(CHECKS, check, **tables)


def page(place: int = 0, country: str = "LAO", year: int = 2018, **values: object) -> Row:
    known = {"family": "tip", "source_url": f"https://{place}", "outcome": "read", "kind": "country", "area": "main"}
    return at(country, year, **{**known, **values})


def accounted(captures: dict[str, int], **tables: list[Row]) -> CheckResult:
    return result(CHECKS, "pages_accounted_for", facts={"captures": captures}, **tables)


@pytest.mark.parametrize("table", ROWS_OF_PAGES)
def test_every_page_is_read_or_rejected_with_a_reason(table: str) -> None:
    said = accounted(
        {"tip/2018": 3, "unknown": 1},
        pages=[
            page(0),
            page(1, outcome="quarantined", problem="empty"),
            page(2, outcome="not_a_report"),
        ],
        quarantine=[
            {"table": "pages", "source_url": "https://1", "reason": "empty", "family": "tip"},
            {"table": "pages", "source_url": "https://9", "reason": "unknown_family"},
            {"table": "pages", "source_url": "https://9", "reason": "empty"},  # an older capture of the same page
            {"table": "report_sections", "source_url": "https://8", "reason": "unknown_family"},
        ],
        **{table: [{"source_url": "https://0"}]},
    )
    assert said.failing == []
    assert said.observed == "4 pages in the archive: 1 not_a_report, 1 quarantined, 1 read"


def test_pages_that_are_not_accounted_for_are_named() -> None:
    rows: list[Row] = [{"source_url": "https://0"}]
    said = accounted(
        {"tip/2016": 0, "tip/2017": 1, "tip/2018": 2}, pages=[page(0), page(0, year=2019)], recommendations=rows
    )
    assert said.failing == [
        "tip/2017: 1 pages in the archive, 0 accounted for",
        "tip/2018: 2 pages in the archive, 1 accounted for",
        "tip/2019: 0 pages in the archive, 1 accounted for",
    ]
    said = accounted({}, quarantine=[{"table": "pages", "source_url": "https://9"}])
    assert said.failing == ["unknown: 0 pages in the archive, 1 accounted for"]
    assert accounted({"unknown": 1}).failing == ["unknown: 1 pages in the archive, 0 accounted for"]
    none = accounted({})
    assert (none.failing, none.observed) == ([], "0 pages in the archive: none")


def test_pages_rejected_for_another_reason_or_read_without_rows_are_named() -> None:
    said = accounted(
        {"tip/2018": 3},
        pages=[page(0), page(1, outcome="quarantined", problem="empty"), page(2, outcome="superseded")],
        quarantine=[
            {"table": "pages", "source_url": "https://1", "reason": "damaged", "family": "tip"},
            {"table": "recommendations", "source_url": "https://1", "reason": "empty", "family": "tip"},
        ],
    )
    assert said.failing == ["quarantined without a reason: https://1", "read but without rows: https://0"]


@pytest.mark.parametrize(("aside", "passes"), [(0, True), (2, True), (3, False)])
def test_a_fiftieth_of_an_edition_may_be_rejected(aside: int, passes: bool) -> None:
    assert QUARANTINE_SHARE == 0.02
    pages = [page(place, outcome="quarantined" if place < aside else "read") for place in range(100)]
    others = [page(200, outcome="superseded"), page(201, outcome="not_a_report"), page(202, year=2019)]
    said = found("quarantine_share", pages=[*pages, *others])
    assert said.failing == ([] if passes else [f"tip 2018: {aside} of 100 pages"])
    assert said.observed == f"{aside} of 101 pages rejected"
    assert said.expected == "at most 2% of an edition, or 1 page"


@pytest.mark.parametrize(("read", "aside", "passes"), [(0, 1, True), (3, 1, True), (48, 1, True), (3, 2, False)])
def test_one_page_of_an_edition_may_be_rejected_and_warns(read: int, aside: int, passes: bool) -> None:
    pages = [page(place, outcome="quarantined" if place < aside else "read") for place in range(read + aside)]
    line = f"tip 2018: {aside} of {read + aside} pages"
    assert found("quarantine_share", pages=pages).failing == ([] if passes else [line])
    assert found("pages_rejected", pages=pages).failing == [line]
    assert found("pages_rejected", pages=[page(place) for place in range(read)]).failing == []


@pytest.mark.parametrize(("rejected", "passes"), [(0, True), (1, True), (2, False)])
def test_pages_of_editions_that_are_not_supported_do_not_count_and_are_named(rejected: int, passes: bool) -> None:
    unsupported = [page(place, outcome="quarantined", problem="edition_not_supported") for place in range(100)]
    bad = [page(100 + place, outcome="quarantined", problem="no_text") for place in range(rejected)]
    pages = [*unsupported, *bad, page(200)]
    said = found("quarantine_share", pages=pages)
    # they do not make the share of the others smaller either
    assert said.failing == ([] if passes else [f"tip 2018: {rejected} of {rejected + 1} pages"])
    assert said.observed.endswith("; 100 more are of editions that are not supported")
    warned = found("pages_rejected", pages=pages)
    assert warned.failing == [f"tip 2018: {100 + rejected} of {101 + rejected} pages"]


@pytest.mark.parametrize(("inside", "aside", "passes"), [(98, 2, True), (97, 2, False), (97, 3, False)])
def test_narratives_of_a_shared_page_are_counted_one_by_one(inside: int, aside: int, passes: bool) -> None:
    names = [f"{letter}{other}X" for letter in "ABCDEFGHIJ" for other in "ABCDEFGHIJ"]
    shared = {"family": "tip", "source_url": "https://0"}
    sections = [at(name, 2018, **shared) for name in names[:inside] for _ in range(2)]
    rejected: list[Row] = [
        {**shared, "year": 2018, "table": table, "record": str(place)}
        for table, count in (("report_sections", aside), ("recommendations", 50))
        for place in range(count)
    ]
    elsewhere = [at("LAO", 2018, family="tip", source_url="https://1")]
    pages = [page(0, "WLD", kind="narratives")]
    said = found("quarantine_share", pages=pages, report_sections=[*sections, *elsewhere], quarantine=rejected)
    assert said.failing == ([] if passes else [f"tip 2018: {aside} of {inside + aside} pages"])
    assert said.observed == f"{aside} of {inside + aside} pages rejected"


def test_a_shared_page_that_was_not_read_is_one_page() -> None:
    pages = [page(0, "WLD", kind="narratives", outcome="quarantined")]
    sections = [at("LAO", 2018, family="tip", source_url="https://0")]
    said = found("pages_rejected", pages=pages, report_sections=sections)
    assert said.failing == ["tip 2018: 1 of 1 pages"]


def kept(before: dict[str, list[Row]], **now: list[Row]) -> CheckResult:
    return result(CHECKS, "good_pages_kept", before=before, **now)


def test_a_page_that_was_good_stays() -> None:
    before: dict[str, list[Row]] = {
        "pages": [page(0), page(1, "KHM"), page(2, "THA"), page(3, "VNM", outcome="quarantined"), page(4, "MMR")],
        "report_sections": [],
    }
    now = [page(9), page(1, "KHM", outcome="quarantined"), page(2, "THA", area="island"), page(4, "MMR", year=2019)]
    said = kept(before, pages=now)
    assert said.failing == ["KHM 2018 tip main", "MMR 2018 tip main", "THA 2018 tip main"]
    assert said.observed == "4 pages read in the current release, 3 of them not any more"


def test_a_page_that_a_person_refused_does_not_block() -> None:
    before: dict[str, list[Row]] = {"pages": [page(0), page(1, "KHM")], "report_sections": []}
    decision = {"source_url": "https://1", "page_digest": "0" * 64, "decision": "refuse"}
    said = kept(before, pages=[page(0)], capture_decisions=[decision])
    assert said.failing == []
    assert said.observed.endswith("0 of them not any more; 1 not any more by a person's decision")


def test_a_narrative_may_move_between_a_page_of_its_own_and_a_shared_one() -> None:
    own = [page(0), page(1, "KHM")]
    shared = [page(5, "WLD", kind="narratives")]
    place = {"family": "tip", "source_url": "https://5", "area": "main"}
    inside = [at("LAO", 2018, **place), at("LAO", 2018, **place), at("KHM", 2018, **place)]
    said = kept({"pages": own, "report_sections": []}, pages=shared, report_sections=inside)
    assert (said.failing, said.observed) == ([], "2 pages read in the current release, 0 of them not any more")
    said = kept({"pages": shared, "report_sections": inside}, pages=own[:1])
    assert said.failing == ["KHM 2018 tip main"]
    assert said.observed == "2 pages read in the current release, 1 of them not any more"


@pytest.mark.parametrize("missing", ["pages", "report_sections"])
def test_without_a_release_no_page_is_lost(missing: str) -> None:
    before: dict[str, list[Row]] = {"pages": [page(0)], "report_sections": []}
    del before[missing]
    said = kept(before)
    assert (said.failing, said.observed) == ([], "no release yet")


def test_hosts_that_are_stale_are_named() -> None:
    hosts = {"b.example": "late since May", "a.example": "never answered", "c.example": ""}
    said = result(CHECKS, "sources_fresh", facts={"hosts": hosts})
    assert said.failing == ["never answered", "late since May"]
    assert said.observed == "3 hosts asked, 2 of them stale"
    for facts in ({"hosts": None}, {}):
        none = result(CHECKS, "sources_fresh", facts=facts)
        assert (none.failing, none.observed) == ([], "no host is asked, pages come from files")


def test_pages_in_another_encoding_than_they_say_are_named() -> None:
    pages = [page(0, encoding_guessed=True, remark="odd"), page(1, encoding_guessed=False), page(2)]
    said = found("encodings_as_declared", pages=pages)
    assert (said.failing, said.observed) == (["https://0: odd"], "1 pages in another encoding than they say")


def test_pages_with_replaced_characters_are_named() -> None:
    pages = [page(0, replaced_characters=2), page(1, replaced_characters=0), page(2)]
    said = found("characters_replaced", pages=pages)
    assert said.failing == ["https://0: 2 characters replaced"]


@pytest.mark.parametrize(
    ("text", "replaced", "passes"),
    [
        ("Fine.", None, True),
        ("Caf\ufffd.", 1, True),
        ("Caf\ufffd.", 0, False),
        ("\ufffd" * 3 + "x" * 297, 3, True),
        ("\ufffd" * 3 + "x" * 296, 3, False),
    ],
)
def test_lost_characters_of_a_text_are_counted_and_few(text: str, replaced: int | None, passes: bool) -> None:
    pages = [page(0, replaced_characters=replaced), page(1, replaced_characters=9)]
    part = at("LAO", 2018, family="tip", source_url="https://0", text=text)
    said = result(SECTION_CHECKS, "replaced_characters_counted", pages=pages, report_sections=[part])
    assert (said.failing == []) == passes


def test_headings_that_no_vocabulary_knows_are_named() -> None:
    said = found(
        "headings_known",
        pages=[
            {"source_url": "https://a", "unknown_headings": ["Weather"]},
            {"source_url": "https://b", "unknown_headings": ["Sun", "Rain"]},
            {"source_url": "https://c", "unknown_headings": []},
            {"source_url": "https://d"},
        ],
    )
    assert said.failing == ["https://a: Weather", "https://b: Sun | Rain"]
    assert said.observed == "2 pages with headings no vocabulary knows"


def found_with_facts(check: str, facts: dict[str, object] | None = None, **tables: list[Row]) -> CheckResult:
    return result(CHECKS, check, facts=facts, **tables)


def titled_page(country: str = "LAO", year: int = 2018, **values: object) -> Row:
    known = {"source_url": "https://a", "page_digest": "d1", "origin": "archive", "outcome": "read", "kind": "country"}
    return at(country, year, **{**known, **values})


@pytest.mark.parametrize(
    ("kind", "origins", "strays", "holds"),
    [
        ("sample", ["sample", "sample"], [], "the sample"),
        ("sample", ["sample", "live", "archive"], ["live", "archive"], "the sample"),
        ("sample", ["live"], ["live"], "the sample"),
        ("real", ["live", "archive"], [], "real pages"),
        ("real", ["sample", "live"], ["sample"], "real pages"),
        ("real", ["sample", "sample"], ["sample", "sample"], "real pages"),
        (None, ["sample", "sample", "live"], ["live"], "the sample"),
        (None, ["sample", "live"], ["sample"], "real pages"),
        (None, ["sample", "live", "live"], ["sample"], "real pages"),
        (None, ["sample"], [], "the sample"),
        (None, [], [], "real pages"),
    ],
)
def test_a_home_holds_pages_of_one_kind(kind: str | None, origins: list[str], strays: list[str], holds: str) -> None:
    pages = [titled_page(origin=origin, source_url=f"https://{place}") for place, origin in enumerate(origins)]
    said = found_with_facts("origins_fit_home", {"kind": kind}, pages=pages)
    assert [line.split(": ")[1] for line in said.failing] == strays
    assert said.observed == f"{len(origins)} pages of {holds}, {len(strays)} of other origin"


def test_titles_name_the_year_of_their_edition() -> None:
    titles = [
        "Laos 2018",
        "Laos",
        None,
        "2018 Report on 2017",
        "Laos, No. 20170",
        "Laos 1999",
        "Laos 2017 and 2019",
    ]
    pages = [titled_page(title_printed=title, source_url=f"https://{place}") for place, title in enumerate(titles)]
    said = found_with_facts("titles_name_their_year", pages=pages)
    assert said.failing == ["LAO 2018: titled 'Laos 1999'", "LAO 2018: titled 'Laos 2017 and 2019'"]
    assert said.observed == "2 of 7 pages titled with other years"


def superseded_page(country: str, supersession: str | None, outcome: str = "superseded") -> Row:
    return at(country, 2018, family="tip", outcome=outcome, supersession=supersession, remark="by another")


SUPERSEDED_PAGES = [
    superseded_page("KHM", "same"),
    superseded_page("LAO", "other_words"),
    superseded_page("MMR", "contradicts"),
    superseded_page("THA", None),
    superseded_page("VNM", "contradicts", outcome="read"),
]


def test_a_second_page_of_a_country_that_is_not_the_same_is_named() -> None:
    said = found("one_page_a_country", pages=SUPERSEDED_PAGES)
    assert said.failing == [f"{country} 2018 tip: by another" for country in ("LAO", "MMR", "THA")]
    assert said.observed == "4 pages superseded, 3 of them not the same"


def test_a_second_page_of_a_country_that_says_otherwise_is_named() -> None:
    said = found("superseded_pages_agree", pages=SUPERSEDED_PAGES)
    assert said.failing == ["MMR 2018: by another"]
    assert said.observed == "4 pages superseded, 1 say otherwise than theirs"
