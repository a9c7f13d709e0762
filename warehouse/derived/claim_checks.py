"""Claims of newspapers held against the official record."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

import polars as pl

from warehouse.builds.build import Build, Listing, Staged, View
from warehouse.derived.claim_relations import ClaimResult, closest, fits
from warehouse.derived.claim_world import check_world
from warehouse.derived.official_record import OfficialRecord, tier_label
from warehouse.tables.news import CLAIM_CHECKS
from warehouse.tables.vocabulary import MEASURES, WORLD

Row = Mapping[str, Any]

_MEASURES_CONFUSED: Final = ("convictions", "prosecutions", "investigations", "arrests")


def claim_checks(claims: pl.DataFrame, record: OfficialRecord) -> pl.DataFrame:
    """The `claim_checks` table of some claims: one result for each, in the order of the key.

    Args:
        claims: rows of the `news_claims` table.
        record: what the reports say.
    """
    return CLAIM_CHECKS.frame([_row(claim, check_claim(claim, record)) for claim in claims.iter_rows(named=True)])


def checked_claims(claims: Iterator[pl.DataFrame], **tables: pl.DataFrame) -> Iterator[pl.DataFrame]:
    """The `claim_checks` table, chunk by chunk in the order of the claims, which have the same key.

    Args:
        claims: the `news_claims` table in chunks.
        tables: the record, as `OfficialRecord.of` takes it.
    """
    record = OfficialRecord.of(**tables)
    return (claim_checks(chunk, record) for chunk in claims)


def _row(claim: Row, result: ClaimResult) -> dict[str, Any]:
    return {
        "country": claim["country"],
        "year": claim["year"],
        "claim_id": claim["claim_id"],
        "relation": result.relation,
        "official_value": result.official_value,
        "official_table": result.official_table,
        "official_sentence": result.official_sentence,
        "official_url": result.official_url,
        "delta": result.delta,
        "explanation": result.explanation,
    }


def check_claim(claim: Row, record: OfficialRecord) -> ClaimResult:
    """How one claim stands to the record."""
    result = _checked(claim, record)
    if record.sampled and claim["measure"] in _FIGURES and result.relation != "not_checkable":
        return result.noting("the record is the sample that ships with the project")
    return result


_FIGURES: Final = frozenset(MEASURES)


def _checked(claim: Row, record: OfficialRecord) -> ClaimResult:
    kind = claim["claim_kind"]
    if kind == "forecast":
        return ClaimResult("not_checkable", "The article only expects this; no report had said it yet.")
    if kind == "world_count" or claim["country"] == WORLD:
        return check_world(claim, record)
    if claim["report_year"] is None:
        return ClaimResult("not_checkable", "The article does not say which edition it speaks of.")
    result = _CHECKS[kind](claim, record)
    if kind not in _OF_TIERS:
        return result
    return _told_by(
        result, {year for year in _editions_of(claim, result) if (claim["country"], year) in record.recorded}
    )


_OF_TIERS: Final = ("tier", "list", "tier_history", "tier_change", "streak")


def _editions_of(claim: Row, result: ClaimResult) -> set[int]:
    """The editions whose placements a result on a claim of tiers rests on."""
    year, back = claim["report_year"], 0
    if claim["claim_kind"] == "tier_change":
        back = 1
    elif claim["claim_kind"] == "streak":
        back = max(int(result.official_value or 1) - 1, 0)
    return set(range(year - back, year + 1))


def _told_by(result: ClaimResult, editions: set[int]) -> ClaimResult:
    """A result that says where it rests on secondary sources, for want of the report's own pages."""
    if not editions or result.official_value is None:
        return result
    which = " and ".join(map(str, sorted(editions)[-2:]))
    note = f"its placement of {which} is not held, so this is by the project's record of placements from other sources"
    return replace(result, official_table=None, official_sentence=None, official_url=None).noting(note)


def _placement(claim: Row, record: OfficialRecord) -> ClaimResult:
    country, year, value = claim["country"], claim["report_year"], claim["value"]
    official = record.tier(country, year)
    if official is None:
        return _no_placement(country, year, record)
    found: dict[str, Any] = {
        "official_value": official,
        "official_table": "tier_placements",
        **record.placement_source(country, year),
    }
    name = record.name(country)
    printed = tier_label(official)
    if official == value:
        return ClaimResult("exact", f"The {year} report puts {name} on {printed}.", **found)
    if {official, value} == {"2", "2WL"}:
        merged = "tells the Watch List as plain Tier 2" if value == "2" else "tells plain Tier 2 as the Watch List"
        return ClaimResult("wrong_list", f"The article {merged}: the {year} report puts {name} on {printed}.", **found)
    relation, text = _misplaced(claim, record)
    return ClaimResult(relation, text, **found)


def _misplaced(claim: Row, record: OfficialRecord) -> tuple[str, str]:
    """What a wrong placement may come from: another list, another edition; nothing that is on record."""
    country, year, value = claim["country"], claim["report_year"], claim["value"]
    name, said, printed = record.name(country), tier_label(value), tier_label(record.tier(country, year))
    named = record.lists(country, year)
    if value == "3" and named:
        which = " and ".join(named)
        return (
            "wrong_list",
            f"The {year} report has {name} on the list {which}, which is not Tier 3; its tier is {printed}.",
        )
    other = next((near for near in (year - 1, year + 1) if record.tier(country, near) == value), None)
    if other is not None:
        return "wrong_year", f"{name} was on {said} in the {other} report; the {year} report puts it on {printed}."
    if claim["claim_kind"] == "list":
        return "wrong_list", f"The article lists {name} with those on {said}; the {year} report puts it on {printed}."
    return "conflict", f"The article says {said}, but the {year} report puts {name} on {printed}."


def _no_placement(country: str, year: int, record: OfficialRecord) -> ClaimResult:
    what = f"the {year} report has no placement of {record.name(country)}"
    text = what if record.has_edition(year) else f"the placements of the {year} report are not held"
    return ClaimResult("not_found", text[0].upper() + text[1:] + ".", official_table="tier_placements")


def _change(claim: Row, record: OfficialRecord) -> ClaimResult:
    country, year, value, before = claim["country"], claim["report_year"], claim["value"], claim["previous_value"]
    official = record.change(country, year)
    if official is None:
        return _no_placement(country, year if record.tier(country, year) is None else year - 1, record)
    tier, previous = record.tier(country, year), record.previous(country, year)
    name = record.name(country)
    found: dict[str, Any] = {
        "official_value": official,
        "official_table": "tier_placements",
        **record.placement_source(country, year),
    }
    moved = _moved(name, previous, tier, year)
    if official == value and before in (None, previous):
        return ClaimResult("exact", f"{moved}.", **found)
    relation, note = _relation_of_change(claim, record)
    return ClaimResult(relation, f"{moved}; {note}.", **found)


def _moved(name: str, previous: str | None, tier: str | None, year: int) -> str:
    """What the report did with a country, in words."""
    if tier == previous:
        return f"{name} stayed on {tier_label(tier)} in the {year} report"
    return f"{name} went from {tier_label(previous)} to {tier_label(tier)} in the {year} report"


def _are_merged(one: str | None, other: str | None) -> bool:
    """Whether two tiers are those that newspapers most often take for one."""
    return {one, other} == {"2", "2WL"}


def _relation_of_change(claim: Row, record: OfficialRecord) -> tuple[str, str]:
    """The relation of a change that is not as the record says, and what to add to the explanation."""
    country, year, value, before = claim["country"], claim["report_year"], claim["value"], claim["previous_value"]
    tier, previous = record.tier(country, year), record.previous(country, year)
    same = record.change(country, year) == value
    merges = value == "unchanged" and (_are_merged(before, tier) or (before != tier and _are_merged(tier, previous)))
    near = next(
        (
            other
            for other in (year - 1, year + 1)
            if record.change(country, other) == value and before in (None, record.previous(country, other))
        ),
        None,
    )
    cases = (
        (merges and before in ("2", "2WL"), "wrong_list", "the article merges the Watch List and Tier 2"),
        (
            same,
            "wrong_list" if _are_merged(before, previous) else "conflict",
            f"the article has it come from {tier_label(before)}",
        ),
        (near is not None, "wrong_year", f"the article tells what the {near} report did"),
        (merges, "wrong_list", "the article merges the Watch List and Tier 2"),
    )
    return next(
        ((relation, note) for holds, relation, note in cases if holds), ("conflict", f"the article says {value}")
    )


def _streak(claim: Row, record: OfficialRecord) -> ClaimResult:
    country, year, tier = claim["country"], claim["report_year"], claim["previous_value"]
    official = record.tier(country, year)
    if official is None:
        return _no_placement(country, year, record)
    tier = tier or official
    run, whole = record.run(country, year, tier)
    said = int(claim["value"])
    name = record.name(country)
    found: dict[str, Any] = {"official_value": str(run), "official_table": "tier_placements", "delta": said - run}
    text = f"Up to the {year} report {name} was on {tier_label(tier)} in {_editions(run)}."
    if run == said:
        return ClaimResult("exact", text, **found)
    if run == 0 and {tier, official} == {"2", "2WL"}:
        return ClaimResult(
            "wrong_list", f"The {year} report puts {name} on {tier_label(official)}, not {tier_label(tier)}.", **found
        )
    if not whole and said > run:
        return ClaimResult("not_found", f"{text[:-1]}, as far as editions are held.", **found)
    return ClaimResult("conflict", text, **found)


def _editions(run: int) -> str:
    return f"{run} consecutive editions" if run > 1 else "1 edition" if run else "no edition"


def _waiver(claim: Row, record: OfficialRecord) -> ClaimResult:
    country, year = claim["country"], claim["report_year"]
    stated = record.waiver(country, year)
    if stated is None:
        return ClaimResult("not_found", f"Nothing is held on waivers in the {year} report for {record.name(country)}.")
    text = f"The {year} report {'states' if stated else 'does not state'} a waiver for {record.name(country)}."
    found: dict[str, Any] = {"official_value": str(stated).lower(), "official_table": "tier_placements"}
    return ClaimResult("exact" if stated else "conflict", text, **found)


@dataclass
class _Figures:
    """The figures of one country and edition, by what they are to the claim."""

    same: list[Row] = field(default_factory=list)
    other_scope: list[Row] = field(default_factory=list)
    other_period: list[Row] = field(default_factory=list)


def _count(claim: Row, record: OfficialRecord) -> ClaimResult:
    country, year, measure = claim["country"], claim["report_year"], claim["measure"]
    figures = _figures(claim, record)
    if not (figures.same or figures.other_scope or figures.other_period):
        text = f"No figure of the {year} report for {record.name(country)} is held."
        return ClaimResult("not_found", text, official_table="enforcement_statistics")
    value, what = int(claim["value"]), f"{measure.replace('_', ' ')} in {record.name(country)}"
    result = (
        _same_figure(claim, value, what, figures.same)
        or _of_another_period(claim, value, what, figures.other_period)
        or _of_another_scope(value, what, figures.other_scope)
    )
    if result is not None:
        return _with_comparison(claim, result, record)
    if not figures.same:
        return ClaimResult(
            "not_found", f"The {year} report gives no number of {what}.", official_table="enforcement_statistics"
        )
    near = closest(value, figures.same)
    text = f"The {year} report gives {near['value']:,} {what}, the article {value:,}."
    return ClaimResult("conflict", text, **_source(near, value))


def _figures(claim: Row, record: OfficialRecord) -> _Figures:
    country, year, measure = claim["country"], claim["report_year"], claim["measure"]
    figures = _Figures()
    wanted_type = claim["trafficking_type"] or "all"
    for row in record.statistics(country, year):
        if row["value"] is None:
            continue
        if row["measure"] != measure:
            if row["role"] == "current" and measure in _MEASURES_CONFUSED and row["measure"] in _MEASURES_CONFUSED:
                figures.other_scope.append(row)
        elif row["role"] != "current":
            figures.other_period.append(row)
        elif row["trafficking_type"] == wanted_type:
            figures.same.append(row)
        else:
            figures.other_scope.append(row)
    for near in (year - 1, year + 1):
        figures.other_period.extend(
            row
            for row in record.statistics(country, near)
            if row["measure"] == measure and row["value"] is not None and row["trafficking_type"] == wanted_type
        )
    return figures


def _same_figure(claim: Row, value: int, what: str, rows: list[Row]) -> ClaimResult | None:
    for row in rows:
        if row["value"] == value:
            return ClaimResult("exact", f"The report of {row['year']} gives {value:,} {what}.", **_source(row, value))
    for row in rows:
        if fits(value, claim["qualifier"], row["value"], row["value_high"]):
            text = f"The report of {row['year']} gives {row['value']:,} {what}, which the article's number allows."
            return ClaimResult("rounded", text, **_source(row, value))
    return None


def _of_another_period(claim: Row, value: int, what: str, rows: list[Row]) -> ClaimResult | None:
    """A figure under another period label: the same fact where the years agree, else the wrong year."""
    matching = [row for row in rows if row["value"] == value]
    if not matching:
        return None
    for row in matching:
        if row["period_year"] is not None and row["period_year"] == claim["data_year"]:
            text = f"The report of {row['year']} gives {value:,} {what} for {row['period_year']}, under another label."
            return ClaimResult("exact", text, **_source(row, value))
    row = matching[0]
    period = row["period_year"] if row["period_year"] is not None else "another period"
    return ClaimResult("wrong_year", f"{value:,} {what} is the figure for {period}.", **_source(row, value))


def _of_another_scope(value: int, what: str, rows: list[Row]) -> ClaimResult | None:
    for row in rows:
        if row["value"] == value:
            kind = "" if row["trafficking_type"] == "all" else f" of {row['trafficking_type']} trafficking"
            text = f"{value:,} is the report's number of {row['measure'].replace('_', ' ')}{kind}, told as {what}."
            return ClaimResult("wrong_scope", text, **_source(row, value))
    return None


def _with_comparison(claim: Row, result: ClaimResult, record: OfficialRecord) -> ClaimResult:
    """A right number with a wrong one beside it is no right claim."""
    before = claim["previous_value"]
    if before is None or result.relation not in ("exact", "rounded"):
        return result
    earlier = _earlier_values(claim, record)
    if not earlier:
        return result.noting(f"the number it is compared with, {int(before):,}, is not held")
    if int(before) in earlier:
        return result
    options = " or ".join(f"{number:,}" for number in sorted(earlier))
    return result.changed("conflict", f"but the earlier number is {options} and not {int(before):,}")


def _earlier_values(claim: Row, record: OfficialRecord) -> set[int]:
    country, year, measure = claim["country"], claim["report_year"], claim["measure"]
    compared = [row for row in record.statistics(country, year) if row["role"] != "current"]
    before = [
        row for near in (year - 1, year - 2) for row in record.statistics(country, near) if row["role"] == "current"
    ]
    return {row["value"] for row in (*compared, *before) if row["measure"] == measure and row["value"] is not None}


def _multiplier(claim: Row, record: OfficialRecord) -> ClaimResult:
    country, year, measure = claim["country"], claim["report_year"], claim["measure"]
    current = [
        row["value"]
        for row in record.statistics(country, year)
        if row["measure"] == measure and row["role"] == "current" and row["value"] is not None
    ]
    earlier = _earlier_values(claim, record)
    pairs = [(now, then) for now in current for then in earlier if then]
    name = record.name(country)
    if not pairs:
        text = f"The figures of {measure.replace('_', ' ')} in {name} that it needs are not held."
        return ClaimResult("not_found", text, official_table="enforcement_statistics")
    factor = int(claim["value"])
    now, then = min(pairs, key=lambda pair: abs(pair[0] / pair[1] - factor))
    ratio = now / then
    text = (
        f"{measure.replace('_', ' ').capitalize()} in {name} went from {then:,} to {now:,}, {ratio:.2f} times as many."
    )
    found: dict[str, Any] = {"official_value": f"{now}/{then}", "official_table": "enforcement_statistics"}
    if now == factor * then or (claim["qualifier"] == "more_than" and factor < ratio < factor + 1):
        return ClaimResult("exact", text, **found)
    near = abs(ratio - factor) <= 0.1 * factor or (claim["qualifier"] in ("more_than", "at_least") and ratio >= factor)
    return ClaimResult("rounded" if near else "conflict", text, **found)


def _source(row: Row, value: int) -> dict[str, Any]:
    return {
        "official_value": str(row["value"]),
        "official_table": "enforcement_statistics",
        "official_sentence": row.get("sentence"),
        "official_url": row.get("source_url"),
        "delta": value - row["value"],
    }


_CHECKS: Final[dict[str, Callable[[Row, OfficialRecord], ClaimResult]]] = {
    "tier": _placement,
    "list": _placement,
    "tier_history": _placement,
    "tier_change": _change,
    "streak": _streak,
    "waiver": _waiver,
    "count": _count,
    "multiplier": _multiplier,
}


_NOT_BORNE_OUT: Final = ("conflict", "wrong_list", "wrong_year", "wrong_scope")


def _relations(view: View) -> pl.DataFrame:
    return view.rows.group_by("relation").len("count").sort("relation").collect()


def _not_borne_out(view: View) -> pl.DataFrame:
    """Claims that the record contradicts, with their sentences."""
    wrong = view.rows.filter(pl.col("relation").is_in(_NOT_BORNE_OUT)).head(_LISTED).collect()
    claims = view.inputs["news_claims"].filter(pl.col("claim_id").is_in(wrong["claim_id"].implode()))
    sentences = claims.select("claim_id", "claim_kind", "value", "sentence").collect()
    return wrong.join(sentences, on="claim_id", how="left", maintain_order="left").select(
        "country", "year", "claim_kind", "value", "relation", "official_value", "explanation", "sentence"
    )


_LISTED: Final = 20

BUILD: Final = Build(
    table=CLAIM_CHECKS,
    make=checked_claims,
    inputs={
        "claims": Staged("news_claims", in_chunks=True),
        "placements": Staged("tier_placements"),
        "sightings": Staged("tier_sightings"),
        "statistics": Staged("enforcement_statistics"),
        "world": Staged("global_enforcement"),
        "lists": Staged("statutory_lists"),
        "editions": Staged("editions"),
        "recorded": Staged("tier_record"),
        "countries": Staged("countries"),
    },
    rebuilds_as="claim_checks_follow_record",
    listings=(Listing("relations", _relations), Listing("not_borne_out", _not_borne_out)),
)
