"""What the sentences of an article are read with, and how a claim is made of it."""

from dataclasses import dataclass, replace

from sources.news.claims.claim import Claim
from sources.news.claims.years import Calendar


@dataclass(frozen=True)
class SentenceContext:
    """What is known while a sentence is read.

    Attributes:
        calendar: when the article was written.
        context: the country that `it` and `the country` mean.
        several: the countries that `the countries` mean.
        start, end: span of the sentence.
        attribution: who says it.
        about_report: whether the text around the sentence is about the report.
        from_draft: whether it tells what a draft says, or a leaked copy, and not the report.
    """

    calendar: Calendar
    context: str | None
    several: tuple[str, ...]
    start: int
    end: int
    attribution: str
    about_report: bool
    from_draft: bool = False


def claim_of(reading: SentenceContext, kind: str, country: str, value: str | None, **fields: object) -> Claim:
    """A claim of the sentence that is being read."""
    claim = Claim(kind, country, value, reading.start, reading.end, attribution=reading.attribution)
    return replace(claim, **fields)  # type: ignore[arg-type]
