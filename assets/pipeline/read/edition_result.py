"""What became of an edition that was read."""

from dataclasses import dataclass, field

from warehouse.staging.area import EditionKey


@dataclass
class EditionResult:
    """What became of an edition.

    Attributes:
        key: the edition.
        counts: numbers for the UI.
        lines: a line for every page that a person must know of.
        revisions: a line for every page whose text was changed after publication.
    """

    key: EditionKey
    counts: dict[str, int]
    lines: list[str] = field(default_factory=list)
    revisions: list[str] = field(default_factory=list)
