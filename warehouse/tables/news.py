"""Tables read from news articles about the reports, and what the official record says of their claims.

In news tables `year` is the year of publication, except in `news_claims` and `claim_checks`, whose rows have
the edition that they speak of.
"""

from __future__ import annotations

from warehouse.tables.columns import CountryClaimed, CountryPublished, origin, page_digest, source_url
from warehouse.tables.declaration import ForeignKey, Table, one_of
from warehouse.tables.identifiers import IdPrefix
from warehouse.tables.schema_library import dy, pl
from warehouse.tables.vocabulary import (
    ARTICLE_ROLES,
    CERTAINTIES,
    CLAIM_ATTRIBUTIONS,
    CLAIM_KINDS,
    CLAIM_RELATIONS,
    GROWTHS,
    MEASURES,
    PUBLISHED_CERTAINTIES,
    PUBLISHED_SOURCES,
    QUALIFIERS,
    TRAFFICKING_TYPES,
    WITHHELD_REASONS,
    WORLD_MEASURES,
)

_COUNTRY = ForeignKey(("country",), "countries", ("country",))
_NUMBER_OR_WORD = r"^[0-9A-Za-z_]+$"


def _article_id(*, primary_key: bool = False) -> dy.String:
    return dy.String(
        primary_key=primary_key,
        nullable=False,
        regex=IdPrefix.ARTICLE.pattern,
        description="Identity of the article: hash of its canonical address",
    )


def _span_start(what: str) -> dy.Int32:
    return dy.Int32(nullable=False, min=0, description=f"Where {what} begins in the article's text, in code points")


def _span_end(what: str) -> dy.Int32:
    return dy.Int32(nullable=False, min=1, description=f"Where {what} ends, exclusive")


class NewsArticles(CountryPublished):
    """An article, under the country it is mainly about and its year of publication."""

    article_id = _article_id(primary_key=True)
    url = dy.String(nullable=False, min_length=1, description="Canonical address; the archived one where none is named")
    publisher = dy.String(nullable=True, description="Who published it, as the page says, else the site's host")
    title = dy.String(nullable=True, description="Headline")
    authors = dy.List(dy.String(nullable=False), nullable=False, description="Authors as the page names them")
    published = dy.Date(nullable=True, description="Day of first publication; null where only the year is known")
    published_source = one_of(PUBLISHED_SOURCES, nullable=True, description="Where the day was found")
    published_certainty = one_of(
        PUBLISHED_CERTAINTIES,
        nullable=True,
        description=(
            "How certain the day is. `sure`: given by a person, or unlike sources on the page name it and none of their"
            " weight names another. `likely`: one good source names it. `doubtful`: sources disagree, the order of day"
            " and month is undecided, or only a weak source names it"
        ),
    )
    modified = dy.Date(nullable=True, description="Day of the last change, as the page says it")
    language = dy.String(nullable=False, regex="^[a-z]{2,3}$", description="ISO 639 code of the text's language")
    claims_read = dy.Bool(
        nullable=False, description="Whether claims are read in the language of the text; without it there are none"
    )
    words = dy.Int32(nullable=False, min=1, description="Whitespace-separated tokens in the text")
    replaced_characters = dy.Int32(
        nullable=False,
        min=0,
        description="Characters of the text that could not be read: replacement characters (U+FFFD) in their place",
    )
    original_id = dy.String(
        nullable=False,
        regex=IdPrefix.ARTICLE.pattern,
        description="The earliest article this one is a copy of; its own identity where it is no copy",
    )
    source_url = source_url()
    page_digest = page_digest()
    origin = origin()

    @dy.rule()
    def day_and_source_together(cls) -> pl.Expr:
        """A day of publication says where it was found."""
        return pl.col("published").is_null() == pl.col("published_source").is_null()

    @dy.rule()
    def day_and_certainty_together(cls) -> pl.Expr:
        """A day of publication says how certain it is."""
        return pl.col("published").is_null() == pl.col("published_certainty").is_null()


class ArticleTexts(CountryPublished):
    """The text of an article, where releases hold texts."""

    article_id = _article_id(primary_key=True)
    text = dy.String(
        nullable=False,
        min_length=1,
        description="Running text, a paragraph a line; spans of claims and quotations point into it",
    )
    source_url = source_url()
    page_digest = page_digest()
    origin = origin()


class ArticleCountries(CountryPublished):
    """A country an article concerns."""

    article_id = _article_id(primary_key=True)
    role = one_of(ARTICLE_ROLES, nullable=False, description="The article is about it, or only mentions it")
    mentions = dy.Int32(nullable=False, min=1, description="How often the text names it, by any of its names")


class NewsClaims(CountryClaimed):
    """One checkable statement, under the claim's country and the edition it speaks of."""

    claim_id = dy.String(
        primary_key=True,
        regex=IdPrefix.CLAIM.pattern,
        description="Identity of the claim: hash of article, span of the sentence, kind, country, measure and value",
    )
    article_id = _article_id()
    claim_kind = one_of(CLAIM_KINDS, nullable=False, description="What kind of statement it is")
    measure = one_of(
        (*MEASURES, *WORLD_MEASURES), nullable=True, description="What a number counts; null for placements"
    )
    trafficking_type = one_of(TRAFFICKING_TYPES, nullable=True, description="Kind of trafficking counted")
    value = dy.String(
        nullable=True,
        regex=_NUMBER_OR_WORD,
        description="A tier, a change or an integer, as the vocabularies write them; null where no value is stated",
    )
    value_high = dy.String(nullable=True, regex="^[0-9]+$", description="Upper end of a range")
    qualifier = one_of(
        QUALIFIERS,
        nullable=True,
        description="How the number is hedged; null for placements and for years in a row without a hedge",
    )
    previous_value = dy.String(
        nullable=True, regex=_NUMBER_OR_WORD, description="The tier or number it is compared with"
    )
    previous_qualifier = one_of(
        QUALIFIERS, nullable=True, description="How the number that it is compared with is hedged; null without one"
    )
    growth = one_of(GROWTHS, nullable=True, description="What the number of a multiplier says; null for other kinds")
    previous_year = dy.Int16(
        nullable=True, min=1990, max=2100, description="Edition of an earlier tier, calendar year of an earlier number"
    )
    data_year = dy.Int16(nullable=True, min=1990, max=2100, description="Year in which what is counted happened")
    report_year = dy.Int16(
        nullable=True, min=2001, max=2100, description="Edition the claim speaks of; null if unknown"
    )
    edition_named = dy.Bool(
        nullable=False,
        description="Whether the sentence names that edition by its year; otherwise it follows from the day of"
        " publication",
    )
    attribution = one_of(CLAIM_ATTRIBUTIONS, nullable=False, description="Who says it")
    certainty = one_of(
        CERTAINTIES,
        nullable=False,
        description="How certain it is that the sentence says this: sure: every word that could change the meaning was"
        " understood; likely: only words outside the statement were not; doubtful: the rest",
    )
    sentence = dy.String(nullable=False, min_length=1, description="The sentence that says it")
    char_start = _span_start("the sentence")
    char_end = _span_end("the sentence")
    source_url = source_url()
    page_digest = page_digest()
    origin = origin()

    @dy.rule()
    def span_fits_sentence(cls) -> pl.Expr:
        """The span is as long as the sentence."""
        return pl.col("char_end") - pl.col("char_start") == pl.col("sentence").str.len_chars()

    @dy.rule()
    def numbers_say_what_they_count(cls) -> pl.Expr:
        """Counts name their measure."""
        return ~pl.col("claim_kind").is_in(["count", "multiplier", "world_count"]) | pl.col("measure").is_not_null()


class NewsQuotes(CountryPublished):
    """One quotation, under the country its article is mainly about."""

    article_id = _article_id(primary_key=True)
    ordinal = dy.Int32(primary_key=True, min=1, description="Place of the quotation in the article, from 1")
    speaker = dy.String(nullable=True, description="Who is quoted; `report` for the report itself; null if not named")
    affiliation = dy.String(nullable=True, description="Office and organisation of the speaker as printed")
    quote = dy.String(nullable=False, min_length=1, description="The words between the marks")
    char_start = _span_start("the quotation")
    char_end = _span_end("the quotation")
    source_url = source_url()
    page_digest = page_digest()
    origin = origin()


class ClaimChecks(CountryClaimed):
    """A claim compared with the official record."""

    claim_id = dy.String(primary_key=True, regex=IdPrefix.CLAIM.pattern, description="The claim")
    relation = one_of(CLAIM_RELATIONS, nullable=False, description="Relation of the claim to the record")
    reason = one_of(
        WITHHELD_REASONS,
        nullable=True,
        description="Why the claim is not_checkable; null for every other relation",
    )
    official_value = dy.String(nullable=True, description="What the record says")
    official_table = dy.String(nullable=True, description="Table that says so")
    official_sentence = dy.String(nullable=True, description="Sentence of the report that says so")
    official_url = dy.String(nullable=True, description="Page of the report that says so")
    delta = dy.Int64(nullable=True, description="The claim's number less the record's")
    explanation = dy.String(
        nullable=False, min_length=1, description="What the record says, and which part of the claim was not compared"
    )

    @dy.rule()
    def reason_where_not_compared(cls) -> pl.Expr:
        """A claim that was not compared says why, and no other does."""
        return (pl.col("relation") == "not_checkable") == pl.col("reason").is_not_null()


class VerdictCorrections(dy.Schema):
    """A reviewed correction of the verdicts of a claim or of an article."""

    id = dy.String(primary_key=True, regex=IdPrefix.CORRECTION.pattern, description="Identity of the correction")
    subject = dy.String(
        nullable=False,
        regex=f"{IdPrefix.CLAIM.pattern}|{IdPrefix.ARTICLE.pattern}",
        description="The claim, or the article with all of its claims",
    )
    since_release = dy.String(
        nullable=False,
        min_length=1,
        description="The first release that has the correction, by the id of the one before",
    )
    verdict = one_of(
        CLAIM_RELATIONS,
        nullable=False,
        description="The relation that holds now; not_checkable where the verdict is withdrawn",
    )
    source = dy.String(nullable=False, min_length=1, description="Who asked for it, and what shows that it is right")


NEWS_ARTICLES = Table(
    name="news_articles",
    declaration=NewsArticles,
    grain="an article, under the country it is mainly about",
    foreign_keys=(_COUNTRY,),
)

ARTICLE_TEXTS = Table(
    name="article_texts",
    declaration=ArticleTexts,
    grain="the text of an article; there are none unless the release was made with TIP_PUBLISH_ARTICLE_TEXT=1",
    foreign_keys=(
        _COUNTRY,
        ForeignKey(("country", "year", "article_id"), "news_articles", ("country", "year", "article_id")),
    ),
)

ARTICLE_COUNTRIES = Table(
    name="article_countries",
    declaration=ArticleCountries,
    grain="a country an article concerns",
    foreign_keys=(_COUNTRY,),
)

NEWS_CLAIMS = Table(
    name="news_claims",
    declaration=NewsClaims,
    grain="one checkable statement, under the claim's country and the edition it speaks of",
    foreign_keys=(_COUNTRY,),
)

NEWS_QUOTES = Table(
    name="news_quotes",
    declaration=NewsQuotes,
    grain="one quotation",
    foreign_keys=(_COUNTRY,),
)

VERDICT_CORRECTIONS = Table(
    name="verdict_corrections",
    declaration=VerdictCorrections,
    grain="a reviewed correction of a verdict",
    partitioned=False,
)

CLAIM_CHECKS = Table(
    name="claim_checks",
    declaration=ClaimChecks,
    grain="a claim compared with the official record",
    foreign_keys=(
        _COUNTRY,
        ForeignKey(("country", "year", "claim_id"), "news_claims", ("country", "year", "claim_id")),
    ),
)
