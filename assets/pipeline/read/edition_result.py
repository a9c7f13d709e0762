"""The result of reading an edition."""

from dataclasses import dataclass, field

from warehouse.staging.area import EditionKey


@dataclass
class EditionResult:
    """The result of reading an edition.

    Attributes:
        key: the edition.
        counts: numbers for the UI.
        lines: a warning for every page that needs attention.
        revisions: a line for every page whose text was changed after publication.
    """

    key: EditionKey
    counts: dict[str, int]
    lines: list[str] = field(default_factory=list)
    revisions: list[str] = field(default_factory=list)
