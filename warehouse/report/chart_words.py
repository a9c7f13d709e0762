"""What charts say, in words and as rows: the same facts for those who do not see the drawing."""

from collections.abc import Mapping, Sequence
from typing import Any

from warehouse.report.tables import Row, grouped
from warehouse.report.words import CHANGES, FAMILIES, GAPS, MEASURES, RANKS, REGIONS, TIERS, label, stated, tier_look

Cells = list[tuple[Any, ...]]


def tier_cells(tiers: Sequence[Row]) -> Cells:
    """The rows of the chart of a country's tiers, oldest edition first."""
    return [
        (
            str(item["year"]),
            item["look"].words,
            label(CHANGES, item["row"] and item["row"]["change"]),
            item["row"]["watch_list_run"] if item["row"] else "",
        )
        for item in reversed(tiers)
    ]


def tier_text(tiers: Sequence[Row]) -> str:
    """The editions on each tier: `Tier 2: 2001, 2003 to 2004; Tier 3: 2002.`"""
    years = grouped([item for item in reversed(tiers) if item["row"]], lambda item: item["look"].words)
    said = "; ".join(f"{tier}: {_runs([item['year'] for item in found])}" for tier, found in years.items())
    return f"{said}." if said else "No loaded edition places it."


def _runs(years: Sequence[int]) -> str:
    """Years with those that follow each other as one run."""
    runs: list[list[int]] = []
    for year in years:
        if runs and runs[-1][-1] == year - 1:
            runs[-1][1:] = [year]
        else:
            runs.append([year])
    return ", ".join(" to ".join(map(str, run)) for run in runs)


def count_cells(rows: Sequence[Row], gaps: Sequence[Row]) -> Cells:
    """The rows of the charts of counts, with the reason where a loaded edition has no total.

    Args:
        rows: the totals.
        gaps: measure, edition and reason, as the charts have them.
    """
    order = list(MEASURES)
    cells: list[tuple[int, int, tuple[Any, ...]]] = [
        (
            order.index(row["measure"]),
            row["year"],
            (
                label(MEASURES, row["measure"]),
                str(row["year"]),
                "" if row["period_year"] is None else str(row["period_year"]),
                stated(row["value"], row["value_high"], row["qualifier"]),
                row["unit"] if row["value"] is not None else "",
                row["certainty"] or "",
                row["again"] if row["again"] is not None else "",
                "" if row["again_in"] is None else str(row["again_in"]),
            ),
        )
        for row in rows
    ]
    cells += [
        (order.index(gap["m"]), gap["y"], (MEASURES[gap["m"]], str(gap["y"]), "", GAPS[gap["s"]], "", "", "", ""))
        for gap in gaps
        if gap["s"] != "not_loaded"
    ]
    return [row for _, _, row in sorted(cells, key=lambda cell: cell[:2])]


def count_text(rows: Sequence[Row]) -> str:
    """The newest total of each measure, and how many editions state one."""
    parts = []
    for measure, found in grouped(rows, "measure").items():
        newest = max(found, key=lambda row: row["year"])
        editions = len({row["year"] for row in found})
        count = stated(newest["value"], newest["value_high"], newest["qualifier"])
        times = f"{editions} loaded edition{'s' if editions > 1 else ''}"
        parts.append(f"{label(MEASURES, measure)}: {times}, the newest ({newest['year']}) states {count}")
    return "; ".join(parts) + "." if parts else "No loaded edition states a total for its own period."


def length_cells(rows: Sequence[Row]) -> Cells:
    """The rows of the chart of lengths; editions that are not held say so."""
    return [(label(FAMILIES, row["f"]), str(row["y"]), "not loaded" if row["w"] is None else row["w"]) for row in rows]


def length_text(rows: Sequence[Row]) -> str:
    """The longest and the shortest report of each family."""
    parts = []
    for family, found in grouped(rows, "f").items():
        held = [row for row in found if row["w"] is not None]
        longest, shortest = max(held, key=lambda row: row["w"]), min(held, key=lambda row: row["w"])
        parts.append(
            f"{label(FAMILIES, family)}: {len(held)} of {len(found)} editions held,"
            f" from {shortest['w']:,} words in {shortest['y']} to {longest['w']:,} in {longest['y']}"
        )
    return "; ".join(parts) + "." if parts else ""


def flow_cells(rows: Sequence[Row]) -> Cells:
    """The rows of a flow between tiers."""
    return [(tier_look(row["from"]).words, tier_look(row["to"]).words, row["n"]) for row in rows]


def flow_text(rows: Sequence[Row]) -> str:
    """How many countries stayed and moved."""
    stayed = sum(row["n"] for row in rows if row["from"] == row["to"])
    up = sum(row["n"] for row in rows if RANKS[row["to"]] < RANKS[row["from"]])
    down = sum(row["n"] for row in rows if RANKS[row["to"]] > RANKS[row["from"]])
    return f"{stayed} countries stayed on their tier, {up} moved up, {down} moved down."


def edition_cells(rows: Sequence[Row]) -> Cells:
    """The rows of the chart of all editions; editions without placements say so."""
    return [
        (str(row["y"]), *((row["tiers"].get(tier, 0) if row["tiers"] else "not loaded") for tier in TIERS))
        for row in rows
    ]


def edition_text(rows: Sequence[Row]) -> str:
    """The first and the newest edition that are loaded."""
    held = [row for row in rows if row["tiers"]]
    if not held:
        return "No edition of the Trafficking in Persons Report is loaded."
    return " ".join(_edition(row) for row in (held[0], *held[-1:][: len(held) - 1]))


def _edition(row: Row) -> str:
    counts = [f"{row['tiers'][tier]} {look.words}" for tier, look in TIERS.items() if row["tiers"].get(tier)]
    return f"{row['y']}: {', '.join(counts)}."


def region_cells(rows: Sequence[Row]) -> Cells:
    """The rows of the chart of regional means."""
    return [(label(REGIONS, row["region"]), str(row["y"]), row["mean"] or "", row["n"]) for row in rows]


def region_text(rows: Sequence[Row]) -> str:
    """The mean of each region in the newest edition."""
    if not rows:
        return ""
    newest = max(row["y"] for row in rows)
    means = [
        f"{REGIONS[row['region']]} {row['mean']:.2f} ({row['n']} countries)"
        for row in rows
        if row["y"] == newest and row["mean"] is not None
    ]
    return f"{newest}: {', '.join(means)}."


def word_cells(rows: Sequence[Row]) -> Cells:
    """The rows of the chart of words."""
    return [(label(FAMILIES, row["f"]), str(row["y"]), row["n"], row["words"]) for row in rows]


def word_text(rows: Sequence[Row]) -> str:
    """The first and the last edition of each family of which reports are held."""
    parts = []
    for family, found in grouped(rows, "f").items():
        ends = [found[0], *found[-1:][: len(found) - 1]]
        name = label(FAMILIES, family)
        parts += [f"{name} {row['y']}: {row['words']:,} words of {row['n']} countries" for row in ends]
    return "; ".join(parts) + "." if parts else "No report is loaded."


def share_cells(rows: Sequence[Mapping[str, Any]]) -> Cells:
    """The rows of the chart of publishers, in per cent."""
    return [(row["p"], *(round(100 * row[key], 1) for key in ("s", "lo", "hi")), row["n"]) for row in rows]


def share_text(rows: Sequence[Mapping[str, Any]]) -> str:
    """The range of the shares."""
    if not rows:
        return ""
    low, high = min(row["s"] for row in rows), max(row["s"] for row in rows)
    return (
        f"{len(rows)} publishers with enough claims; the shares are between {100 * low:.0f} % and {100 * high:.0f} %."
    )
