"""The row of `pages` as a typed record."""

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from sources.rows import Row, validated
from warehouse.tables import PAGES
from warehouse.tables.vocabulary import PageKind, PageOutcome, Reason, Supersession


@dataclass(frozen=True, kw_only=True)
class PageRecord:
    """A page in use, read or not. The fields are the columns of `pages`; the dictionary describes them."""

    country: str
    year: int
    family: str
    source_url: str
    kind: PageKind | None = None
    area: str | None = None
    layout: str | None = None
    outcome: PageOutcome
    problem: Reason | None = None
    remark: str | None = None
    unknown_headings: tuple[str, ...] | None = None
    superseded_by: tuple[str, ...] | None = None
    supersession: Supersession | None = None
    title_printed: str | None = None
    country_printed: str | None = None
    encoding: str | None = None
    encoding_guessed: bool | None = None
    replaced_characters: int | None = None
    blocks: int = 0
    words: int = 0
    page_digest: str
    origin: str

    @property
    def row(self) -> Row:
        """The row of `pages` with plain strings and lists."""
        return validated(PAGES.name, {name: _plain_value(value) for name, value in vars(self).items()})

    def with_remarks(self, *remarks: str) -> "PageRecord":
        """The record with further remarks after its own."""
        return replace(self, remark="; ".join(filter(None, (self.remark, *remarks))) or None)


def _plain_value(value: Any) -> Any:
    if isinstance(value, StrEnum):
        return value.value
    return list(value) if isinstance(value, tuple) else value
