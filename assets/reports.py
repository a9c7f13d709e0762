"""Report pages read edition by edition: the only layer that parses pages."""

import json
from typing import Any

import dagster as dg

from assets.home import Home
from assets.pages import page_archive
from assets.partitions import edition_years
from assets.resources import HomeResource
from sources.archive.page_archive import PageArchive
from sources.fingerprint import reader_fingerprint
from sources.state_department.editions import EditionRows, read_edition
from warehouse.quality.validation import find_bad_rows
from warehouse.store.files import digest
from warehouse.store.staging import EditionKey
from warehouse.tables import PAGES, QUARANTINE, REPORT_SECTIONS

GROUP = "reports"


@dg.asset(
    group_name=GROUP,
    deps=[page_archive],
    partitions_def=edition_years,
    backfill_policy=dg.BackfillPolicy.single_run(),
    kinds={"html", "polars"},
    owners=["team:data-engineering"],
    description=(
        "The Country Reports on Human Rights Practices of one edition year, read from the page archive into rows of"
        " pages, report sections and quarantine. An edition whose captures and readers have not changed is not read"
        " again."
    ),
)
def human_rights_reports(context: dg.AssetExecutionContext, home: HomeResource) -> dg.MaterializeResult:  # type: ignore[type-arg]
    """Reads the editions of the run's years."""
    here = home.get()
    archive = here.archive()
    totals = {"pages": 0, "words": 0, "quarantined": 0, "editions_read_anew": 0}
    try:
        for partition in context.partition_keys:
            counts = _stage_edition(context, here, archive, EditionKey("human_rights", int(partition)))
            if counts is None:
                continue
            context.add_asset_metadata(counts, partition_key=partition)
            for name in totals:
                totals[name] += counts.get(name, 0)
    finally:
        archive.close()
    return dg.MaterializeResult(metadata=totals)


def _stage_edition(
    context: dg.AssetExecutionContext, home: Home, archive: PageArchive, key: EditionKey
) -> dict[str, int] | None:
    """Reads and stages one edition unless nothing it is made from has changed; None where none is held."""
    entries = archive.index.entries(key.family, key.year)
    if not entries:
        home.staging.drop_edition(key)
        return None
    inputs = digest("\n".join([reader_fingerprint(), *(str(entry) for entry in entries)]).encode())
    note = home.staging.edition(key)
    if note is not None and note["inputs"] == inputs:
        return {**note["counts"], "editions_read_anew": 0}
    rows = read_edition(archive, key.family, key.year)
    set_bad_rows_aside(rows)
    for row in rows.quarantine:
        context.log.warning(f"set aside ({row['reason']}): {row['detail']}")
    counts = {
        "pages": len(rows.pages),
        "sections": len(rows.report_sections),
        "words": sum(row["words"] for row in rows.report_sections),
        "quarantined": sum(row["outcome"] == "quarantined" for row in rows.pages),
    }
    frames = {
        PAGES.name: PAGES.frame(rows.pages),
        REPORT_SECTIONS.name: REPORT_SECTIONS.frame(rows.report_sections),
        QUARANTINE.name: QUARANTINE.frame(rows.quarantine),
    }
    pages = len({entry.page_key for entry in entries})
    home.staging.put_edition(key, frames, {"inputs": inputs, "pages_in_archive": pages, "counts": counts})
    context.log.info(f"{key.family} {key.year}: {counts['pages']} pages, {counts['words']:,} words")
    return {**counts, "editions_read_anew": 1}


def set_bad_rows_aside(rows: EditionRows) -> None:
    """Moves sections that break their table's rules to quarantine, and marks the page they came from.

    The whole page goes with them: a report with a hole in it is worse than one that is missing with a reason.
    """
    bad = find_bad_rows(REPORT_SECTIONS, REPORT_SECTIONS.frame(rows.report_sections))
    reasons: dict[str, str] = {}
    for item in bad:
        url = str(item.row["source_url"])
        reasons.setdefault(url, f"sections break {', '.join(item.rules)}: {url}")
    if not reasons:
        return
    dropped = [row for row in rows.report_sections if row["source_url"] in reasons]
    rows.report_sections = [row for row in rows.report_sections if row["source_url"] not in reasons]
    for page in rows.pages:
        if (detail := reasons.get(page["source_url"])) and page["outcome"] == "read":
            page.update(outcome="quarantined", problem="invalid_rows")
            rows.quarantine.append(_quarantine_row(page, "pages", page["page_digest"], detail))
    rows.quarantine.extend(
        _quarantine_row(row, "report_sections", json.dumps(row, ensure_ascii=False), reasons[row["source_url"]])
        for row in dropped
    )


def _quarantine_row(row: dict[str, Any], table: str, record: str, detail: str) -> dict[str, Any]:
    return {
        "table": table,
        "source_url": row["source_url"],
        "reason": "invalid_rows",
        "record": record,
        "detail": detail,
        "family": row["family"],
        "year": row["year"],
    }
