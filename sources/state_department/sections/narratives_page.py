"""Reads pages with the narratives of several countries, each narrative like the page of one country."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from sources.html.blocks import Block
from sources.html.layout import Page
from sources.problems import PageProblemError
from sources.rejected import RejectedRow
from sources.rows import Row
from sources.state_department.identity.page_identity import Identity, identity_of_country
from sources.state_department.reader import RowsRead, unknown_country_row
from sources.state_department.sections.country_entries import CountryEntry, split_entries
from sources.state_department.sections.narrative import (
    parse_narrative,
    rejected_tier_rows,
    remarks_on_tiers,
    rows_of,
)
from warehouse.tables import REPORT_SECTIONS, TIER_SIGHTINGS
from warehouse.tables.vocabulary import AREA_MAIN, Reason

_NARRATIVE_TITLE: Final = re.compile(
    r"\bnarratives?\b|\bcountries [a-z]\b|\bspecial cases?\b|^tier \d"
    r"|^(?:africa|east asia\b.*|europe\b.*|(?:the )?near east\b.*|south (?:and central )?asia"
    r"|(?:the )?western hemisphere)$",
    re.IGNORECASE,
)
"""Titles of pages with narratives; other titles belong to prefaces, essays and lists."""

_EVALUATION: Final = re.compile(
    r"\bgovernment of\b[^.]{0,200}\bminimum\s+standards\b[^.]{0,120}\belimination\b", re.IGNORECASE
)
_MOST_EVALUATIONS_IN_ESSAY: Final = 3
"""An essay may quote sentences that evaluate a government; a page with more of them has narratives."""


def read_narratives(page: Page, identity: Identity, name: str) -> RowsRead | None:
    """The rows of a page of several narratives, each with its own country; None for a page without narratives.

    A narrative that cannot be read or has no known country is rejected; the others are read.

    Raises:
        PageProblemError: the title or the text of the page indicates narratives, but no country heading is found.
    """
    before, entries = split_entries(page.blocks, identity.country_printed)
    if not entries:
        if _NARRATIVE_TITLE.search(identity.country_printed) or _evaluations(page.blocks) > _MOST_EVALUATIONS_IN_ESSAY:
            raise PageProblemError(
                Reason.NO_NARRATIVES, f"no country's heading is known on a page of narratives: {name}"
            )
        return None
    return _NarrativesReader(identity, page.title, name).read(before, entries)


def _evaluations(stream: Sequence[Block]) -> int:
    return sum(1 for block in stream if _EVALUATION.search(block.text[:3000]))


class _NarrativesReader:
    """Reads the narratives of one page and collects their rows."""

    def __init__(self, identity: Identity, title: str, name: str) -> None:
        self._identity = identity
        self._title = title
        self._name = name
        self._rows: dict[str, list[Row]] = {}
        self._rejected: list[RejectedRow] = []
        self._unknown: Counter[str] = Counter()
        self._seen: set[str] = set()
        self._words = 0

    def read(self, before: Sequence[Block], entries: Sequence[CountryEntry]) -> RowsRead:
        for entry in entries:
            self._add(self._without_conflicting_tier(entry, entries))
        remarks = [*_remarks(before), *remarks_on_tiers(self._rows.get(TIER_SIGHTINGS.name, []))]
        return RowsRead(self._rows, self._words, remarks, list(self._unknown), self._rejected)

    def _without_conflicting_tier(self, entry: CountryEntry, entries: Sequence[CountryEntry]) -> CountryEntry:
        """The entry; without its tier if another heading of its country names another one."""
        headings = [other.heading for other in entries if other.place is not None and other.place == entry.place]
        tiers = {heading.tier for heading in headings if heading.tier is not None}
        if len(tiers) < 2:
            return entry
        printed = " | ".join(heading.printed for heading in headings)
        if entry.place is not None and entry.place.country not in self._seen:
            detail = f"{entry.place.country}: the headings {printed!r} name different tiers: {self._name}"
            self._reject(Reason.CONFLICTING_TIERS, printed, detail, TIER_SIGHTINGS.name)
        return replace(entry, heading=entry.heading._replace(tier=None, tier_printed=None))

    def _add(self, entry: CountryEntry) -> None:
        printed = entry.heading.country_printed or entry.heading.printed
        if entry.place is None:
            self._rejected.append(unknown_country_row(self._identity, self._name, REPORT_SECTIONS.name, printed))
            return
        country = entry.place.country
        if country in self._seen:
            detail = f"a second narrative of {country}: {self._name}"
            self._reject(Reason.SECOND_NARRATIVE, entry.heading.printed, detail)
            return
        self._seen.add(country)
        identity = identity_of_country(self._identity, entry.place, printed)
        try:
            narrative = parse_narrative(
                entry.blocks, identity, title=entry.heading.printed, name=self._name, heading=entry.heading
            )
        except PageProblemError as problem:
            self._reject(problem.problem, entry.heading.printed, f"{entry.heading.printed}: {problem.detail}")
            return
        self._rejected.extend(rejected_tier_rows(narrative, identity, self._name))
        if entry.names_unknown_tier:
            detail = f"{country}: the heading {entry.heading.printed!r} names an unknown tier: {self._name}"
            self._reject(Reason.UNKNOWN_TIER, entry.heading.printed, detail, TIER_SIGHTINGS.name)
        for table, rows in rows_of(narrative, identity.year).items():
            place = {"country": country}
            if table == REPORT_SECTIONS.name:  # the only one of these tables with a column for the area
                place["area"] = AREA_MAIN
            self._rows.setdefault(table, []).extend({**row, **place} for row in rows)
        self._unknown.update(narrative.unknown_headings)
        self._words += narrative.words

    def _reject(self, reason: Reason, printed: str, detail: str, table: str = REPORT_SECTIONS.name) -> None:
        identity = self._identity
        self._rejected.append(RejectedRow(table, self._name, reason, printed, detail, identity.family, identity.year))


def _remarks(before: Sequence[Block]) -> list[str]:
    words = sum(len(block.text.split()) for block in before if block.kind != "heading")
    return [f"{words} words before the first country"] if words else []
