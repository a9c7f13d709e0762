"""The day of publication of an article: the entry point of the date reader."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from selectolax.lexbor import LexborHTMLParser

from sources.news.article.dates.address_day import InAddress, day_in_address
from sources.news.article.dates.byline import byline_days, labelled_days, lines_of
from sources.news.article.dates.candidate import Candidate, Kind, Role
from sources.news.article.dates.elements import element_days
from sources.news.article.dates.json_ld import json_ld_days
from sources.news.article.dates.meta import meta_days
from sources.news.article.dates.place import Place, place_of
from sources.news.article.dates.values import Day, days_in, order_in
from sources.news.article.dates.weigh import EARLIEST, LATEST, MAX_LATE, Publication, weighed

_ADDRESS_WEIGHT: Final = 6
_HTMLDATE_WEIGHT: Final = 2
_HTMLDATE_TEXT_WEIGHT: Final = 1
_FAIR: Final = 4
_MAX_MARKUP: Final = 300_000


@dataclass(frozen=True)
class Page:
    """What the date reader needs of a page.

    Attributes:
        tree: the parsed page.
        markup: its cleaned markup, of which the tree is made.
        address: its canonical address.
        fields: content of its meta elements by name or property in lower case.
        titles: its headlines, as the markup outside of JSON-LD has them.
        language: the language that it declares, as it stands there.
    """

    tree: LexborHTMLParser
    markup: str
    address: str
    fields: Mapping[str, Sequence[str]]
    titles: tuple[str, ...] = ()
    language: str | None = None


def publication_of(page: Page, archived: date | None) -> Publication:
    """The day of publication of a page.

    Args:
        page: the page.
        archived: the day the page was archived; a later day of publication is impossible.
    """
    address = day_in_address(page.address)
    place = place_of(page.address, page.language)
    if place.order is None:
        place = replace(place, order=order_in(page.markup[:_MAX_MARKUP]))
    candidates = list(candidates_of(page, address, place))
    if page.markup and not any(each.weight >= _FAIR and each.role is not Role.MODIFIED for each in candidates):
        last = archived + MAX_LATE if archived is not None else LATEST
        candidates.extend(_found_by_htmldate(page.markup, last))
    return weighed(candidates, address, archived)


def candidates_of(page: Page, address: InAddress, place: Place) -> Iterator[Candidate]:
    """The days that a page and its address name."""
    in_metadata = [*json_ld_days(page.tree, page.address, page.titles, place), *meta_days(page.fields, place)]
    yield from in_metadata
    on_the_page = [
        *element_days(page.tree, page.tree.css_first("h1"), place),
        *byline_days(page.markup, place),
    ]
    yield from on_the_page
    if not any(each.role in (Role.PUBLISHED, Role.UNKNOWN) for each in (*in_metadata, *on_the_page)):
        yield from labelled_days(lines_of(page.markup[:_MAX_MARKUP]), place)
    if address.day is not None:
        yield Candidate(Day(address.day), Kind.ADDRESS, Role.PUBLISHED, _ADDRESS_WEIGHT)


def _found_by_htmldate(markup: str, last: date) -> Iterator[Candidate]:
    """The day that htmldate finds in the markup: by its markup, else anywhere in the text."""
    from htmldate import find_date  # noqa: PLC0415  (plain text needs no library for markup)

    for extensive, weight in ((False, _HTMLDATE_WEIGHT), (True, _HTMLDATE_TEXT_WEIGHT)):
        try:
            found = find_date(
                markup,
                original_date=True,
                extensive_search=extensive,
                url=None,
                min_date=str(EARLIEST),
                max_date=str(last),
            )
        except (ValueError, TypeError, AttributeError, RecursionError, OverflowError):
            return  # htmldate cannot parse the markup: the page shows no day
        if found and _is_spelled_out(date.fromisoformat(found), markup):
            yield Candidate(Day(date.fromisoformat(found)), Kind.HTMLDATE, Role.UNKNOWN, weight)
            return


def _is_spelled_out(day: date, markup: str) -> bool:
    """Whether a page names a day. htmldate makes a first of January of the year of a copyright notice."""
    if day.day != 1:
        return True
    return any(day in (each.day, *each.others) for each in days_in(markup[:_MAX_MARKUP], Place()))
