"""Rows of the news tables from one capture: the entry point to the parser of news pages."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache

from sources.archive.capture import Capture
from sources.language.country_names import find_countries
from sources.news.article.address import identifier
from sources.news.article.article import Article, extract_article
from sources.news.claims.claim import Claim
from sources.news.claims.reader import READ_LANGUAGES, ArticleContext, read_claims
from sources.news.claims.tiers_in_doubt import sentences_in_doubt
from sources.news.claims.years import calendar_of, edition_named
from sources.news.countries import Concerned, countries_of, main_country
from sources.news.quotations.quotes import Quote, read_quotes
from sources.news.relevance import mentions_report
from sources.problems import PageProblemError
from sources.reference.editions import edition_rows
from sources.rejected import RejectedRow, printable
from sources.rows import Row, validated
from warehouse.tables import ARTICLE_COUNTRIES, NEWS_ARTICLES, NEWS_CLAIMS, NEWS_QUOTES, TABLES
from warehouse.tables.identifiers import IdPrefix
from warehouse.tables.vocabulary import WORLD, ArticleOutcome, Reason, ReportFamily


@dataclass(frozen=True)
class ParsedArticle:
    """The parse result of one capture of a news page.

    Attributes:
        outcome: whether the page was read, is irrelevant or is in quarantine.
        rows: rows by table: `news_articles`, `article_countries`, `news_claims`, `news_quotes`; each has exactly the
            columns of its table.
        rejected: the rejected page, or its rejected dates and sentences.
        text: the text of the article; the spans of claims and quotations are positions in it.
        article: the article of a page without rows; None where the page has none.
    """

    outcome: ArticleOutcome
    rows: dict[str, list[Row]] = field(default_factory=dict)
    rejected: Sequence[RejectedRow] = ()
    text: str = ""
    article: Article | None = None

    @property
    def quarantine(self) -> list[Row]:
        """Rows of `quarantine`."""
        return [rejected.row for rejected in self.rejected]


def read_article(capture: Capture, published: date | None = None) -> ParsedArticle:
    """Parses a capture into rows. A page that cannot be read gives a quarantine row, never an exception.

    Args:
        capture: the page; a plain text dump has the content type `text/plain`.
        published: day of publication as declared by a person.
    """
    try:
        return _parsed(capture, published)
    except PageProblemError as problem:
        return _quarantined(capture, problem.problem, problem.detail)
    except Exception as error:  # an error of a reader must not end the run for the other pages
        detail = f"the reader failed ({type(error).__name__}: {printable(str(error))}): {capture.url}"
        return _quarantined(capture, Reason.READER_FAILED, detail)


def metadata_row(capture: Capture, article: Article) -> Row:
    """The row of `news_articles` of a page that is not about the report; it is in no table.

    Its country is the one it is mainly about, else `WORLD`, and its year is null where the page states no day.
    """
    mentions = find_countries(article.text, article.language, context=article.title or "")
    main = main_country(countries_of(article.text, article.title, mentions, article.language))
    place = {"country": main or WORLD, "year": _year(article), "article_id": article.article_id}
    origin = {"source_url": capture.url, "page_digest": capture.digest, "origin": capture.origin}
    return validated(NEWS_ARTICLES.name, _article_row(article, place) | origin)


def _parsed(capture: Capture, published: date | None) -> ParsedArticle:
    article = extract_article(capture, published)
    if not mentions_report(f"{article.title or ''}\n{article.text}"):
        return ParsedArticle(ArticleOutcome.IRRELEVANT, text=article.text, article=article)
    rejected = []
    if impossible := article.publication.impossible:
        days = ", ".join(str(day) for day in dict.fromkeys(impossible))
        detail = f"the page names {days} as its day of publication: {capture.url}"
        rejected.append(_rejected(capture, Reason.IMPOSSIBLE_DATE, detail))
    year = _year(article)
    if year is None:
        detail = f"neither the page nor its text names a day of publication or an edition: {capture.url}"
        rejected.append(_rejected(capture, Reason.NO_DATE, detail))
        return ParsedArticle(ArticleOutcome.QUARANTINED, rejected=rejected, article=article)
    for sentence in sentences_in_doubt(article.text):
        detail = f"a sentence names an unknown tier, and no claim is read from it: {sentence!r}: {capture.url}"
        rejected.append(RejectedRow(NEWS_CLAIMS.name, capture.url, Reason.UNKNOWN_TIER, sentence, detail))
    rows = _rows(capture, article, year)
    for table, table_rows in rows.items():
        TABLES[table].validate_types(table_rows)  # a value that no column can have is an error of this page only
    return ParsedArticle(ArticleOutcome.READ, rows, rejected, article.text)


def _quarantined(capture: Capture, reason: Reason, detail: str) -> ParsedArticle:
    return ParsedArticle(ArticleOutcome.QUARANTINED, rejected=[_rejected(capture, reason, detail)])


def _rows(capture: Capture, article: Article, year: int) -> dict[str, list[Row]]:
    mentions = find_countries(article.text, article.language, context=article.title or "")
    concerned = countries_of(article.text, article.title, mentions, article.language)
    main = main_country(concerned)
    calendar = calendar_of(article.publication.day, _releases(), edition_named(article.text))
    context = ArticleContext(calendar, article.language, main)
    claims = read_claims(article.text, mentions, context)
    origin = {"source_url": capture.url, "page_digest": capture.digest, "origin": capture.origin}
    place = {"country": main or WORLD, "year": year, "article_id": article.article_id}
    quotes = enumerate(read_quotes(article.text), start=1)
    rows: dict[str, Iterable[Row]] = {
        NEWS_ARTICLES.name: [_article_row(article, place) | origin],
        ARTICLE_COUNTRIES.name: _country_rows(concerned, place),
        NEWS_CLAIMS.name: _claim_rows(article, claims, year, origin),
        NEWS_QUOTES.name: [place | _quote_row(ordinal, quote) | origin for ordinal, quote in quotes],
    }
    return {table: [validated(table, row) for row in table_rows] for table, table_rows in rows.items()}


def _year(article: Article) -> int | None:
    """The year of an article: of its publication, else of the edition that its text names."""
    day = article.publication.day
    return day.year if day is not None else edition_named(f"{article.title or ''}\n{article.text}")


@cache
def _releases() -> tuple[tuple[int, date], ...]:
    """Edition and day of release of each TIP Report with a known day of release."""
    return tuple(
        (row["year"], row["release_date"])
        for row in edition_rows()
        if row["family"] == ReportFamily.TIP and row["release_date"]
    )


def _article_row(article: Article, place: Row) -> Row:
    return place | {
        "url": article.url,
        "publisher": article.publisher,
        "title": article.title,
        "authors": list(article.authors),
        "published": article.publication.day,
        "published_source": article.publication.source,
        "published_certainty": article.publication.certainty,
        "modified": article.publication.modified,
        "language": article.language,
        "claims_read": article.language in READ_LANGUAGES,
        "words": len(article.text.split()),
        "replaced_characters": article.replaced_characters,
        "original_id": article.article_id,
    }


def _country_rows(concerned: list[Concerned], place: Row) -> list[Row]:
    return [
        {
            "country": one.country,
            "year": place["year"],
            "article_id": place["article_id"],
            "role": one.role,
            "mentions": one.mentions,
        }
        for one in concerned
    ]


def _claim_rows(article: Article, claims: list[Claim], year: int, origin: Row) -> list[Row]:
    rows: dict[str, Row] = {}
    for claim in claims:
        identity = identifier(
            IdPrefix.CLAIM,
            article.article_id,
            claim.start,
            claim.end,
            claim.kind,
            claim.country,
            claim.measure,
            claim.trafficking_type,
            claim.value,
            claim.report_year,
        )
        rows.setdefault(
            identity,
            {
                "country": claim.country,
                "year": claim.report_year or year,
                "claim_id": identity,
                "article_id": article.article_id,
                "claim_kind": claim.kind,
                "measure": claim.measure,
                "trafficking_type": claim.trafficking_type,
                "value": claim.value,
                "value_high": claim.value_high,
                "qualifier": claim.qualifier,
                "previous_value": claim.previous_value,
                "previous_qualifier": claim.previous_qualifier,
                "growth": claim.growth,
                "previous_year": claim.previous_year,
                "data_year": claim.data_year,
                "report_year": claim.report_year,
                "edition_named": claim.edition_named,
                "attribution": claim.attribution,
                "certainty": claim.certainty,
                "sentence": article.text[claim.start : claim.end],
                "char_start": claim.start,
                "char_end": claim.end,
            }
            | origin,
        )
    return list(rows.values())


def _quote_row(ordinal: int, quote: Quote) -> Row:
    return {
        "ordinal": ordinal,
        "speaker": quote.speaker,
        "affiliation": quote.affiliation,
        "quote": quote.quote,
        "char_start": quote.start,
        "char_end": quote.end,
    }


def _rejected(capture: Capture, reason: Reason, detail: str) -> RejectedRow:
    return RejectedRow(NEWS_ARTICLES.name, capture.url, reason, capture.digest, detail)
