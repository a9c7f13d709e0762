"""The official record as claims are held against it: placements, figures, lists, by country and edition."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import polars as pl

from warehouse.tables.vocabulary import PLACES, RANKED_TIERS

Row = Mapping[str, Any]

_WORST_FIRST: Final = tuple(reversed(RANKED_TIERS))
_LABELS: Final = {"2WL": "the Tier 2 Watch List", "special_case": "the list of special cases", "unranked": "no tier"}
_LIST_NAMES: Final = {"cspa": "of child soldier recruiters", "policy_or_pattern": "of state-sponsored trafficking"}


def tier_label(tier: str | None) -> str:
    """A tier as people write it."""
    return _LABELS.get(tier or "", f"Tier {tier}")


@dataclass
class OfficialRecord:
    """The official record, ready to be asked.

    Placements of editions that are not held whole are filled from what secondary sources have (`recorded`): a claim
    about them can be judged, and its verdict says by what. `sampled` tells that the figures are those of the sample.
    """

    placements: dict[tuple[str, int], Row] = field(default_factory=dict)
    figures: dict[tuple[str, int], list[Row]] = field(default_factory=lambda: defaultdict(list))
    world: list[Row] = field(default_factory=list)
    listed: dict[tuple[str, int], list[str]] = field(default_factory=lambda: defaultdict(list))
    years: frozenset[int] = frozenset()
    recorded: frozenset[tuple[str, int]] = frozenset()
    sampled: bool = False
    complete: frozenset[int] = frozenset()
    published: dict[int, dict[str, int]] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
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
    ) -> "OfficialRecord":
        """The record in the tables of the contract.

        Args:
            placements: the `tier_placements` table.
            statistics: the `enforcement_statistics` table.
            world: the `global_enforcement` table.
            lists: the `statutory_lists` table.
            editions: the `editions` table; numbers of countries are checked only against editions it calls complete.
            countries: the `countries` table, for names in the explanations; codes stand there without it.
            sightings: the `tier_sightings` table, for the sentences that say a placement.
            recorded: the `tier_record` table, for placements of editions that are not held whole.
        """
        record = cls(
            placements={(row["country"], row["year"]): row for row in placements.iter_rows(named=True)},
            world=sorted(world.iter_rows(named=True), key=lambda row: -row["year"]),
        )
        for row in statistics.iter_rows(named=True):
            record.figures[row["country"], row["year"]].append(row)
        for row in lists.iter_rows(named=True):
            record.listed[row["country"], row["year"]].append(_LIST_NAMES.get(row["list"], row["list"]))
        record.years = frozenset(year for _, year in record.placements)
        record.sampled = any(
            "origin" in table.columns and (table["origin"] == "sample").any() for table in (statistics, world)
        )
        if editions is not None:
            complete = (pl.col("family") == "tip") & (pl.col("status") == "complete")
            record.complete = frozenset(editions.filter(complete).get_column("year").to_list())
            record.published = _published(editions.filter(pl.col("family") == "tip"))
        if recorded is not None:
            told = {(row["country"], row["year"]): row for row in recorded.iter_rows(named=True)}
            record.recorded = frozenset(key for key in told.keys() - record.placements if key[1] not in record.complete)
            record.placements |= {key: told[key] for key in record.recorded}
        if sightings is not None:
            ordered = sorted(sightings.iter_rows(named=True), key=lambda row: PLACES.index(row["place"]))
            record.sentences = {(row["country"], row["year"]): row for row in ordered}  # a verdict's sentence says most
        if countries is not None:
            record.names = dict(countries.select("country", "name").iter_rows())
        return record

    def name(self, country: str) -> str:
        """A country's name, or its code where names are not given."""
        return self.names.get(country, country)

    def has_edition(self, year: int) -> bool:
        """Whether any placement of an edition is held."""
        return year in self.years

    def tier(self, country: str, year: int) -> str | None:
        """The tier of a country in an edition; None where no placement is held."""
        row = self.placements.get((country, year))
        return row["tier"] if row is not None else None

    def placement_source(self, country: str, year: int) -> dict[str, str | None]:
        """Sentence and page of a placement, where the table carries them."""
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
        """The change against the edition before; None where it cannot be told."""
        row = self.placements.get((country, year))
        if row is None:
            return None
        if row.get("change"):
            return str(row["change"])
        before = self.tier(country, year - 1)
        if before not in _WORST_FIRST or row["tier"] not in _WORST_FIRST:
            return None
        step = _WORST_FIRST.index(row["tier"]) - _WORST_FIRST.index(before)
        return "unchanged" if step == 0 else "upgraded" if step > 0 else "downgraded"

    def run(self, country: str, year: int, tier: str) -> tuple[int, bool]:
        """Consecutive editions on a tier up to one, and whether the edition before the run is held."""
        length = 0
        while self.tier(country, year - length) == tier:
            length += 1
        return length, self._ends(country, year - length)

    def _ends(self, country: str, year: int) -> bool:
        """Whether a run surely ends before an edition: the edition is known, or there is none so early."""
        return self.has_edition(year) or (country, year) in self.placements or year < min(self.years, default=0)

    def waiver(self, country: str, year: int) -> bool | None:
        """Whether the edition states a waiver; None where nothing is held on it."""
        row = self.placements.get((country, year), {})
        stated = row.get("waiver_stated")
        return None if stated is None else bool(stated)

    def lists(self, country: str, year: int) -> list[str]:
        """The statutory lists a country is on in an edition, in words."""
        return sorted(set(self.listed.get((country, year), ())))

    def statistics(self, country: str, year: int) -> list[Row]:
        """The figures of a country's narrative in an edition."""
        return self.figures.get((country, year), [])


def _published(editions: pl.DataFrame) -> dict[int, dict[str, int]]:
    """By edition, the number of countries on each tier as the report itself counts them, where it is known."""
    columns = {tier: f"published_{tier.casefold()}" for tier in RANKED_TIERS}
    held = {tier: name for tier, name in columns.items() if name in editions.columns}
    return {
        row["year"]: {tier: row[name] for tier, name in held.items() if row[name] is not None}
        for row in editions.iter_rows(named=True)
    }
