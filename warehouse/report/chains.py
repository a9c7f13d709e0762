"""Recommendations that recur: each chain of an asked-for step through the editions of a country."""

from collections.abc import Sequence
from dataclasses import dataclass

from warehouse.report.tables import Row


@dataclass
class Chain:
    """One recommendation through the editions that repeat it.

    Attributes:
        rows: its rows in `recommendations`, oldest first.
    """

    rows: list[Row]

    @property
    def years(self) -> list[int]:
        """The editions that state it, each once."""
        return sorted({row["year"] for row in self.rows})

    @property
    def span(self) -> str:
        """Its editions in words: `2011 to 2014`."""
        first, last = self.years[0], self.years[-1]
        return str(first) if first == last else f"{first} to {last}"

    @property
    def newest(self) -> Row:
        """Its newest wording."""
        return self.rows[-1]


def chains_of(rows: Sequence[Row]) -> list[Chain]:
    """The chains of a country, the longest first, among equals the newest.

    Args:
        rows: its recommendations, by year and position; `recurs_from` is a position in the edition of the year before.
    """
    by_place: dict[tuple[int, int], Chain] = {}
    chains: list[Chain] = []
    for row in rows:
        before = by_place.get((row["year"] - 1, row["recurs_from"])) if row["recurs_from"] is not None else None
        chain = before or Chain([])
        if before is None:
            chains.append(chain)
        chain.rows.append(row)
        by_place[row["year"], row["position"]] = chain
    return sorted(chains, key=lambda chain: (-len(chain.years), -chain.years[-1], chain.newest["position"]))
