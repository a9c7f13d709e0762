"""Decisions of people about captures, and the share of words that a capture needs without a decision."""

from typing import Final

from warehouse.tables.declaration import Table, one_of
from warehouse.tables.schema_library import dy
from warehouse.tables.vocabulary import DECISION_KINDS

MIN_SHARE_OF_WORDS: Final = 0.8
"""The share of the words of the longest good capture of a page that a newer one needs to be in use."""


class CaptureDecisions(dy.Schema):
    """A person's decision about one capture of a page."""

    source_url = dy.String(primary_key=True, min_length=1, description="Address of the page in the archive")
    page_digest = dy.String(
        primary_key=True,
        regex="^[0-9a-f]{64}$",
        description="SHA-256 of the capture's body after content decoding, in hexadecimal",
    )
    decided_at = dy.Datetime(
        primary_key=True, time_unit="us", time_zone="UTC", description="When the person decided, in UTC"
    )
    decision = one_of(
        DECISION_KINDS,
        nullable=False,
        description="accept: the capture is in use, although it lost text; refuse: it is not in use. Of several"
        " decisions about a capture the last counts",
    )
    reason = dy.String(nullable=False, min_length=1, description="Why, in the person's words")
    decided_by = dy.String(nullable=False, min_length=1, description="Who decided")


CAPTURE_DECISIONS = Table(
    name="capture_decisions",
    declaration=CaptureDecisions,
    grain="a person's decision about a capture",
    partitioned=False,
)
