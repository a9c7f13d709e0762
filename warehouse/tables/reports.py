"""Tables read from report pages."""

from __future__ import annotations

from warehouse.tables.columns import CountryYear, family, origin, page_digest, source_url
from warehouse.tables.declaration import ForeignKey, Table, one_of
from warehouse.tables.schema_library import dy, pl
from warehouse.tables.vocabulary import (
    FAMILIES,
    PAGE_KINDS,
    PAGE_OUTCOMES,
    PAGE_PROBLEMS,
    REASONS,
    SECTIONS,
    SUPERSESSIONS,
    PageOutcome,
    ReportFamily,
)

_COUNTRY = ForeignKey(("country",), "countries", ("country",))
_EDITION = ForeignKey(("family", "year"), "editions", ("family", "year"))


class Pages(CountryYear):
    """A page in use, read or not."""

    family = family()
    source_url = dy.String(primary_key=True, min_length=1, description="The archived page's target URI, as it stands")
    kind = one_of(PAGE_KINDS, nullable=True, description="What the page is; null if that was not recognised")
    area = dy.String(
        nullable=True,
        description="Part of the country the page is about (`main`: the country itself); null if unread",
    )
    layout = dy.String(nullable=True, description="Page generation the page was read as; null if none was recognised")
    outcome = one_of(PAGE_OUTCOMES, description="Outcome of the page")
    problem = one_of(PAGE_PROBLEMS, nullable=True, description="Why a quarantined page was rejected")
    remark = dy.String(nullable=True, description="What a reader of the row should know, in words")
    unknown_headings = dy.List(
        dy.String(nullable=False),
        nullable=True,
        description="Headings on the page that no vocabulary knows, as printed; null if headings were not looked up",
    )
    superseded_by = dy.List(
        dy.String(nullable=False),
        nullable=True,
        description="Addresses of the pages in use instead of a superseded page; null for other pages",
    )
    supersession = one_of(
        SUPERSESSIONS,
        nullable=True,
        description="How a superseded page compares with the pages in use instead; null for other pages",
    )
    title_printed = dy.String(nullable=True, description="The page's title as printed")
    country_printed = dy.String(nullable=True, description="The country's name as the title prints it")
    encoding = dy.String(nullable=True, description="Character encoding the bytes were read in")
    encoding_guessed = dy.Bool(
        nullable=True,
        description="Whether the encoding was guessed: none that is declared fits the bytes, and they are not UTF-8;"
        " null if the bytes were not decoded",
    )
    replaced_characters = dy.Int32(
        nullable=True,
        min=0,
        description="Characters of the page that are lost: sequences of bytes that are invalid in the encoding, and"
        " replacement characters (U+FFFD) that the page has itself; null if the bytes were not decoded",
    )
    blocks = dy.Int32(nullable=False, min=0, description="Headings, paragraphs, list items and table rows read")
    words = dy.Int32(
        nullable=False,
        min=0,
        description="Whitespace-separated tokens in the report's paragraphs, list items and table rows",
    )
    page_digest = page_digest()
    origin = origin()

    @dy.rule()
    def quarantined_pages_say_why(cls) -> pl.Expr:
        """A page has a problem exactly when it is quarantined."""
        return (pl.col("outcome") == PageOutcome.QUARANTINED) == pl.col("problem").is_not_null()

    @dy.rule()
    def superseded_pages_say_by_what(cls) -> pl.Expr:
        """A page names the pages in use instead, and how it compares with them, exactly when it is superseded."""
        superseded = pl.col("outcome") == PageOutcome.SUPERSEDED
        named = pl.col("superseded_by").list.len().fill_null(0) > 0
        return (superseded == named) & (superseded == pl.col("supersession").is_not_null())

    @dy.rule()
    def read_pages_have_text(cls) -> pl.Expr:
        """A page that was read has a kind, a layout, an area and words."""
        known = pl.all_horizontal(pl.col("kind", "layout", "area").is_not_null())
        whole = known & (pl.col("words") > 0)
        return (pl.col("outcome") != PageOutcome.READ) | whole


class ReportSections(CountryYear):
    """The lowest headed part of a country page."""

    family = family()
    area = dy.String(primary_key=True, min_length=1, description="Part of the country; `main` is the country itself")
    position = dy.Int32(primary_key=True, min=1, description="Place of the part on its page, from 1")
    section = dy.String(nullable=False, description="Top-level section; in human_rights the number the edition prints")
    section_printed = dy.String(
        nullable=False, description="Heading of the top-level section as printed, with its number"
    )
    subsection = dy.String(
        nullable=True,
        regex=r"^([1-7]\.[a-z_]+|endnote)$",
        description="Subject, one slug over all editions: 7.b is forced labor wherever an edition prints it",
    )
    part = dy.String(nullable=True, regex=r"^[a-z_]+$", description="Subject of a headed part inside the subsection")
    title_printed = dy.String(nullable=False, description="The part's own heading as printed")
    level = dy.Int8(nullable=False, min=1, max=3, description="1 section, 2 subsection, 3 part of a subsection")
    text = dy.String(nullable=False, min_length=1, description="Paragraphs and list items, one a line")
    words = dy.Int32(nullable=False, min=1, description="Whitespace-separated tokens in text")
    numbers_unread = dy.Int32(
        nullable=True,
        min=0,
        description="Numbers of the text that were neither read as a count nor recognised as something else; null where"
        " the section is not read for counts",
    )
    source_url = source_url()
    page_digest = page_digest()
    origin = origin()

    @dy.rule()
    def section_of_its_family(cls) -> pl.Expr:
        """The section is one of the family's vocabulary."""
        return pl.any_horizontal(
            (pl.col("family") == family) & pl.col("section").is_in(list(SECTIONS[family])) for family in FAMILIES
        )

    @dy.rule()
    def words_counted(cls) -> pl.Expr:
        """`words` counts the text."""
        return pl.col("text").str.count_matches(r"\S+") == pl.col("words")

    @dy.rule()
    def only_narratives_are_read_for_counts(cls) -> pl.Expr:
        """Only sections of the Trafficking in Persons Report are read for counts."""
        return pl.col("numbers_unread").is_null() | (pl.col("family") == ReportFamily.TIP)


class Quarantine(dy.Schema):
    """A rejected page or row, with the reason."""

    table = dy.String(primary_key=True, description="Table of the rejected row")
    source_url = dy.String(primary_key=True, min_length=1, description="Page the record was read from")
    reason = one_of(REASONS, primary_key=True, description="Why it was rejected")
    record = dy.String(primary_key=True, description="The row as JSON; for a page its digest")
    detail = dy.String(nullable=False, description="The error and its place, in one line")
    family = one_of(FAMILIES, nullable=True, description="Report family; null where none was recognised")
    year = dy.Int16(nullable=True, description="Edition; null where none was recognised")


PAGES = Table(
    name="pages",
    declaration=Pages,
    grain="an archived page in use, read or not",
    foreign_keys=(_COUNTRY, _EDITION),
)

REPORT_SECTIONS = Table(
    name="report_sections",
    declaration=ReportSections,
    grain="the lowest headed part of a country page",
    foreign_keys=(_COUNTRY, _EDITION),
)

QUARANTINE = Table(
    name="quarantine",
    declaration=Quarantine,
    grain="a rejected page or row",
    partitioned=False,
)
