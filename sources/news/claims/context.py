"""The context of a sentence, and the creation of claims from it."""

from dataclasses import dataclass, replace

from sources.news.claims.claim import Claim
from sources.news.claims.years import Calendar


@dataclass(frozen=True)
class SentenceContext:
    """Context of one sentence.

    Attributes:
        calendar: year of writing and latest edition of the article.
        singular_country: the country that `it` and `the country` mean.
        plural_countries: the countries that `the countries` mean.
        start, end: span of the sentence.
        attribution: source of the statement.
        about_report: whether the surrounding text is about the report.
        from_draft: whether the sentence cites a draft or a leaked copy instead of the report.
        named_edition: the edition that the sentence names: `the 2010 report`; None if it names none.
        sure_country: the only country that the last sentence with names of countries names.
    """

    calendar: Calendar
    singular_country: str | None
    plural_countries: tuple[str, ...]
    start: int
    end: int
    attribution: str
    about_report: bool
    from_draft: bool = False
    sure_country: str | None = None
    named_edition: int | None = None


def claim_of(context: SentenceContext, kind: str, country: str, value: str | None, **fields: object) -> Claim:
    """A claim of a sentence, with its span and attribution."""
    claim = Claim(kind, country, value, context.start, context.end, attribution=context.attribution)
    claim = replace(claim, **fields)  # type: ignore[arg-type]
    is_named = claim.report_year is not None and claim.report_year == context.named_edition
    return replace(claim, edition_named=is_named)
