"""The official record that claims are compared with: placements, figures and lists by country and edition."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import polars as pl

from warehouse.derived.sentence_numbers import numbers_in
from warehouse.tables.vocabulary import FIRST_EDITION, PLACES, RANKED_TIERS, USED_CERTAINTIES

Row = Mapping[str, Any]

_WORST_FIRST: Final = tuple(reversed(RANKED_TIERS))
_LABELS: Final = {"2WL": "the Tier 2 Watch List", "special_case": "the list of special cases", "unranked": "no tier"}
_LIST_NAMES: Final = {"cspa": "of child soldier recruiters", "policy_or_pattern": "of state-sponsored trafficking"}


def tier_label(tier: str | None) -> str:
    """The name of a tier in text."""
    return _LABELS.get(tier or "", f"Tier {tier}")


@dataclass
class OfficialRecord:
    """The official record by country and edition.

    Placements of incomplete editions are filled from secondary sources (`recorded`); the result of a claim about them
    says so. `sampled` is whether the figures are those of the sample.
    """

    placements: dict[tuple[str, int], Row] = field(default_factory=dict)
    figures: dict[tuple[str, int], list[Row]] = field(default_factory=lambda: defaultdict(list))
    doubtful: set[tuple[str, int, str]] = field(default_factory=set)
    mentioned: set[tuple[str, int, int]] = field(default_factory=set)
    world: list[Row] = field(default_factory=list)
    listed: dict[tuple[str, int], list[str]] = field(default_factory=lambda: defaultdict(list))
    years: frozenset[int] = frozenset()
    recorded: frozenset[tuple[str, int]] = frozenset()
    sampled: bool = False
    complete: frozenset[int] = frozenset()
    published: dict[int, dict[str, int]] = field(default_factory=dict)
    verified_totals: frozenset[int] = frozenset()
    latest: int | None = None
    events: dict[str, list[Row]] = field(default_factory=lambda: defaultdict(list))
    names: dict[str, str] = field(default_factory=dict)
    spans: dict[str, tuple[int | None, int | None]] = field(default_factory=dict)
    predecessors: dict[str, str] = field(default_factory=dict)
    sentences: dict[tuple[str, int], Row] = field(default_factory=dict)

    @classmethod
    def of(
        cls,
        *,
        placements: pl.DataFrame,
        statistics: pl.DataFrame,
        world: pl.DataFrame,
        lists: pl.DataFrame,
        editions: pl.DataFrame | None = None,
        countries: pl.DataFrame | None = None,
        sightings: pl.DataFrame | None = None,
        recorded: pl.DataFrame | None = None,
        events: pl.DataFrame | None = None,
    ) -> "OfficialRecord":
        """The record from staged tables.

        Args:
            placements: the `tier_placements` table.
            statistics: the `enforcement_statistics` table.
            world: the `global_enforcement` table.
            lists: the `statutory_lists` table.
            editions: the `editions` table; numbers of countries are compared only with complete editions.
            countries: the `countries` table, for names in explanations; codes are used without it.
            sightings: the `tier_sightings` table, for the sentences of placements.
            recorded: the `tier_record` table, for placements of incomplete editions.
            events: the `tier_events` table: reassessments between editions.
        """
        record = cls(
            placements={(row["country"], row["year"]): row for row in placements.iter_rows(named=True)},
            world=sorted(world.iter_rows(named=True), key=lambda row: -row["year"]),
        )
        for row in statistics.iter_rows(named=True):
            numbers = numbers_in(row.get("sentence") or "") | {row["value"], row.get("value_high")}
            record.mentioned |= {(row["country"], row["year"], number) for number in numbers if number is not None}
            if row["scope"] == "total":
                record.add_figure(row)
        for row in lists.iter_rows(named=True):
            record.listed[row["country"], row["year"]].append(_LIST_NAMES.get(row["list"], row["list"]))
        record.years = frozenset(year for _, year in record.placements)
        record.sampled = any(
            "origin" in table.columns and (table["origin"] == "sample").any() for table in (statistics, world)
        )
        if editions is not None:
            complete = (pl.col("family") == "tip") & (pl.col("status") == "complete")
            record.complete = frozenset(editions.filter(complete).get_column("year").to_list())
            record.add_totals(editions.filter(pl.col("family") == "tip"))
        if recorded is not None:
            secondary = {(row["country"], row["year"]): row for row in recorded.iter_rows(named=True)}
            record.recorded = frozenset(
                key for key in secondary.keys() - record.placements if key[1] not in record.complete
            )
            record.placements |= {key: secondary[key] for key in record.recorded}
        if sightings is not None:
            ordered = sorted(sightings.iter_rows(named=True), key=lambda row: PLACES.index(row["place"]))
            record.sentences = {
                (row["country"], row["year"]): row
                for row in ordered
                if row.get("tier") in (None, record.tier(row["country"], row["year"]))
            }  # of those with the tier of the placement the last one is used: a verdict has the longest sentence
        if countries is not None:
            record.add_countries(countries)
        for row in events.iter_rows(named=True) if events is not None else ():
            record.events[row["country"]].append(row)
        return record

    def add_mentioned(self, numbers: Iterable[tuple[str, int, int]]) -> None:
        """Adds numbers of narratives, by country and edition: numbers that contradict nothing."""
        self.mentioned.update(numbers)

    def add_totals(self, editions: pl.DataFrame) -> None:
        """Adds the published totals of editions, and the latest edition that is known to have been released."""
        self.published = _published(editions)
        if "totals_confidence" in editions.columns:
            sure = editions.filter(pl.col("totals_confidence") == "high")
            self.verified_totals = frozenset(sure.get_column("year").to_list())
        released = editions.drop_nulls("release_date") if "release_date" in editions.columns else editions
        self.latest = max(released.get_column("year").to_list(), default=None)

    def add_countries(self, countries: pl.DataFrame) -> None:
        """Adds the names of countries, the editions that cover each, and what each was a part of before."""
        for row in countries.iter_rows(named=True):
            self.names[row["country"]] = row["name"]
            self.spans[row["country"]] = row.get("first_edition"), row.get("last_edition")
            for successor in filter(None, (row.get("successor") or "").split("|")):
                self.predecessors[successor] = row["country"]

    def is_covered(self, country: str, year: int) -> bool:
        """Whether an edition is one of those that rank a country; true where these are not known."""
        first, last = self.spans.get(country, (None, None))
        return (first or year) <= year <= (last or year)

    def events_of(self, country: str, year: int) -> list[Row]:
        """The reassessments of a country after an edition and before the next one."""
        return [row for row in self.events.get(country, ()) if row["year"] == year]

    def earlier_on(self, country: str, year: int, tier: str | None) -> list[int]:
        """The earlier editions that have a country on a tier, those with the surest placements last."""
        found = [other for other in range(FIRST_EDITION, year) if self.tier(country, other) == tier]
        return sorted(found, key=lambda other: other in self.complete and not self.is_disputed(country, other))

    def name(self, country: str) -> str:
        """The name of a country; its code where the record has no names."""
        return self.names.get(country, country)

    def has_edition(self, year: int) -> bool:
        """Whether the record has any placement of an edition."""
        return year in self.years

    def tier(self, country: str, year: int) -> str | None:
        """The tier of a country in an edition; None where it has no placement."""
        row = self.placements.get((country, year))
        return row["tier"] if row is not None else None

    def placement_source(self, country: str, year: int) -> dict[str, str | None]:
        """The sentence and the page of a placement, where they are known."""
        placed = self.placements.get((country, year), {})
        if (country, year) in self.recorded:
            return {"official_sentence": None, "official_url": None}
        seen = self.sentences.get((country, year), placed)
        return {"official_sentence": seen.get("sentence"), "official_url": seen.get("source_url")}

    def previous(self, country: str, year: int) -> str | None:
        """The tier in the edition before."""
        row = self.placements.get((country, year))
        if row is not None and row.get("previous_tier"):
            return str(row["previous_tier"])
        return self.tier(country, year - 1)

    def change(self, country: str, year: int) -> str | None:
        """The change against the edition before; None where it is not known."""
        row = self.placements.get((country, year))
        if row is None:
            return None
        if row.get("change"):
            return str(row["change"])
        return self.change_between(country, year - 1, year)

    def change_between(self, country: str, earlier: int, year: int) -> str | None:
        """The change between two editions; None where it is not known."""
        return self.step(self.tier(country, earlier), self.tier(country, year))

    def step(self, before: str | None, after: str | None) -> str | None:
        """The change from one tier to another; None where one of them has no rank."""
        if before not in _WORST_FIRST or after not in _WORST_FIRST:
            return None
        step = _WORST_FIRST.index(after) - _WORST_FIRST.index(before)
        return "unchanged" if step == 0 else "upgraded" if step > 0 else "downgraded"

    def run(self, country: str, year: int, tier: str) -> tuple[int, bool]:
        """The number of consecutive editions on a tier up to this one, and whether the start of the run is known."""
        length = 0
        while self.tier(country, year - length) == tier:
            length += 1
        return length, self._is_known(country, year - length)

    def _is_known(self, country: str, year: int) -> bool:
        """Whether a placement or its absence is known: the edition is loaded, or is before the first one."""
        return self.has_edition(year) or (country, year) in self.placements or year < FIRST_EDITION

    def waiver(self, country: str, year: int) -> bool | None:
        """Whether the edition states a waiver; None where it is not known."""
        row = self.placements.get((country, year), {})
        stated = row.get("waiver_stated")
        return None if stated is None else bool(stated)

    def lists(self, country: str, year: int) -> list[str]:
        """The statutory lists that name a country in an edition, in words."""
        return sorted(set(self.listed.get((country, year), ())))

    def add_figure(self, row: Row) -> None:
        """Adds a count of the whole country; of a doubtful one only that there is one."""
        country, year = row["country"], row["year"]
        if row["certainty"] in USED_CERTAINTIES:
            self.figures[country, year].append(row)
        elif row["role"] == "current" and row["value"] is not None:
            self.doubtful.add((country, year, row["measure"]))

    def has_doubtful(self, country: str, year: int, measure: str) -> bool:
        """Whether an edition has a doubtful figure of a measure."""
        return (country, year, measure) in self.doubtful

    def mentions(self, country: str, year: int, value: int) -> bool:
        """Whether the narrative of an edition gives a number, of whatever it may be."""
        return (country, year, value) in self.mentioned

    def is_disputed(self, country: str, year: int) -> bool:
        """Whether the places where an edition prints the tier of a country disagree."""
        return self.placements.get((country, year), {}).get("agreement") == "conflict"

    def has_disputes(self, year: int) -> bool:
        """Whether an edition has such a country."""
        return any(self.is_disputed(country, edition) for country, edition in self.placements if edition == year)

    def statistics(self, country: str, year: int) -> list[Row]:
        """The figures of a country's narrative in an edition."""
        return self.figures.get((country, year), [])


def _published(editions: pl.DataFrame) -> dict[int, dict[str, int]]:
    """By edition, the published number of countries on each tier, where it is known."""
    columns = {tier: f"published_{tier.casefold()}" for tier in RANKED_TIERS}
    held = {tier: name for tier, name in columns.items() if name in editions.columns}
    return {
        row["year"]: {tier: row[name] for tier, name in held.items() if row[name] is not None}
        for row in editions.iter_rows(named=True)
    }
