"""The day of publication: pages over all kinds of markup, its certainty, and hostile pages."""

import contextlib
import time
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sources.news.article.article import days_of_page
from sources.news.article.dates.place import Order, place_of
from sources.news.article.dates.values import day_of_field, order_in
from sources.problems import PageProblemError
from tests.sources.news.article.day_pages import HEADLINE, DayPage, day_pages, page

ARCHIVED = date(2024, 6, 1)
URL = "https://www.thepaper.example/world/worst-rank-for-cambodia"
PAGES = day_pages()


@pytest.mark.parametrize("case", PAGES, ids=lambda case: f"{case.kind}-{case.name}")
def test_the_day_of_a_page(case: DayPage) -> None:
    found = days_of_page(case.markup, case.url, ARCHIVED)
    if case.day or not case.certainty:
        assert str(found.day or "") == case.day
    if case.certainty:
        assert found.certainty == case.certainty
    if case.modified:
        assert str(found.modified) == case.modified


def _page(head: str = "", byline: str = "", below: str = "", language: str = "en") -> str:
    fields = {"head": head, "byline": byline, "below": below, "language": language, "top": "", "aside": ""}
    return page(fields)


def _published(content: str) -> str:
    return f'<meta property="article:published_time" content="{content}">'


@pytest.mark.parametrize(
    ("markup", "certainty"),
    [
        (_page(_published("2014-06-20"), "<p>June 20, 2014</p>"), "sure"),
        (_page(_published("2014-06-20")), "likely"),
        (_page(_published("2014-06-20"), "<time datetime='2014-06-18'>18 June 2014</time>"), "likely"),
        (_page(byline="<p>Published on 20 June 2014</p>"), "likely"),
        (_page(byline="<p>06/05/2014</p>"), "doubtful"),
        (_page(below="<p>Published: 20 June 2014</p>"), "likely"),
        (_page(), None),
    ],
)
def test_certainty_is_earned_by_agreement(markup: str, certainty: str | None) -> None:
    assert days_of_page(markup, URL, ARCHIVED).certainty == certainty


def test_two_articles_of_equal_standing_make_a_day_doubtful_or_likely() -> None:
    objects = ",".join(f'{{"@type":"NewsArticle","datePublished":"2014-06-{day}"}}' for day in (21, 20))
    found = days_of_page(_page(f'<script type="application/ld+json">[{objects}]</script>'), URL, ARCHIVED)
    assert found.certainty != "sure"


def test_a_day_soon_after_the_capture_is_reported_and_never_more_than_doubtful() -> None:
    markup = _page(_published("2024-09-01"), "<p>September 1, 2024</p>")
    found = days_of_page(markup, URL, ARCHIVED)
    assert (str(found.day), found.certainty) == ("2024-09-01", "doubtful")
    assert [str(day) for day in found.impossible] == ["2024-09-01"]
    assert days_of_page(_page(_published("2026-09-01")), URL, ARCHIVED).day is None


@pytest.mark.parametrize(
    ("url", "language", "order"),
    [
        ("https://www.bbc.co.uk/a", None, Order.DAY_FIRST),
        ("https://www.voanews.com/a", "en", Order.MONTH_FIRST),
        ("https://a.example/a", "en", None),
        ("https://a.example/a", "en-US", Order.MONTH_FIRST),
        ("https://a.example/a", "fr", Order.DAY_FIRST),
        ("https://www.a.co.uk/a", "en", Order.DAY_FIRST),
        ("https://www.state.gov/a", "en", Order.MONTH_FIRST),
        ("https://www.a.ca/a", "en", None),
    ],
)
def test_the_order_of_day_and_month_at_a_place(url: str, language: str | None, order: Order | None) -> None:
    assert place_of(url, language).order == order


def test_the_order_of_other_dates_counts_only_where_they_agree() -> None:
    assert order_in("27/05/2014 and 06/05/2014") is Order.DAY_FIRST
    assert order_in("05/27/2014") is Order.MONTH_FIRST
    assert order_in("05/27/2014 27/05/2014") is None


@pytest.mark.parametrize(
    ("written", "here", "elsewhere"),
    [
        ("2014-06-19T20:30:00Z", date(2014, 6, 20), (date(2014, 6, 19),)),
        ("2014-06-19T20:30:00-04:00", date(2014, 6, 20), (date(2014, 6, 19),)),
        ("2014-06-20T01:30:00+07:00", date(2014, 6, 20), ()),
        ("2014-06-20", date(2014, 6, 20), ()),
    ],
)
def test_a_moment_is_of_the_day_at_the_place_of_publication(
    written: str, here: date, elsewhere: tuple[date, ...]
) -> None:
    day = day_of_field(written, place_of("https://www.phnompenhpost.com/a", "en"))
    assert day is not None
    assert (day.day, day.others) == (here, elsewhere)


_WRITTEN = (
    "2014-06-20|06/05/2014|20 June 2014|June 20, 2014|1403258400|2014-13-45|99999-99-99|0001-01-01"
    "|9999-12-31T23:59:59-14:00|0000-00-00|31 February 2014|20.6.14|2014年6月20日|Updated|Published"
).split("|")
_DATES = st.sampled_from(_WRITTEN)
_TAGS = st.sampled_from(
    [
        "<time datetime='{}'>{}</time>",
        "<meta property='article:published_time' content='{}'>{}",
        "<span itemprop='datePublished' content='{}'>{}</span>",
        "<abbr class='published' title='{}'>{}",
        "<h1>{}{}</h1>",
        "<aside>{}{}",
        "<p>{} {}</p>",
        '<script type="application/ld+json">{{"@type":"NewsArticle","datePublished":"{}"}}{}</script>',
    ]
)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(_TAGS, _DATES | st.text(max_size=12), _DATES | st.text(max_size=12)), max_size=8),
    st.sampled_from(
        [URL, "https://www.phnompenhpost.com/2014/06/20/a", "https://x.example/2014/99/99/a", "no address"]
    ),
    st.none() | st.dates(),
)
def test_any_page_gives_a_possible_day_or_none(
    parts: list[tuple[str, str, str]], url: str, archived: date | None
) -> None:
    markup = "".join(tag.format(first, second) for tag, first, second in parts)
    try:
        found = days_of_page(markup, url, archived)
    except PageProblemError:
        return
    assert (found.day is None) == (found.source is None) == (found.certainty is None)
    if archived is not None and found.day is not None and (found.day - archived).days > 2:
        assert found.certainty == "doubtful"


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=300), st.sampled_from([None, "en", "en-US", "fr", "-", "x-y-z"]))
def test_any_text_is_read_without_an_error(text: str, language: str | None) -> None:
    place = place_of(URL, language)
    day_of_field(text, place)
    order_in(text)
    days_of_page(f"<h1>{HEADLINE}</h1><p>{text}</p>", URL, None)


_REPEATED = {
    "numbers": "1/1/1",
    "digits": "20140620",
    "months": "June ",
    "spaces and days": "20 \u00a0 ",
    "open tags": "<time datetime='2014-06-20'>",
    "json": '{"@type":"NewsArticle","datePublished":"2014-06-20"},',
    "labels": "Published on Updated on ",
    "commas": ", , 20",
    "headings": "<h1>20 June 2014",
    "angles": "<h1 <",
}


@pytest.mark.parametrize("name", _REPEATED)
def test_reading_takes_time_in_proportion_to_the_length(name: str) -> None:
    def seconds(length: int) -> float:
        unit = _REPEATED[name]
        filler = unit * (length // len(unit))
        markup = _page(f'<script type="application/ld+json">[{filler}]</script>', f"<p>{filler}</p>", filler)
        started = time.process_time()
        with contextlib.suppress(PageProblemError):  # some are refused before they are read
            days_of_page(markup, URL, None)
        return time.process_time() - started

    seconds(100)  # loads the tables of months and labels
    assert min(seconds(40_000) for _ in range(2)) < 0.25 + 10 * min(seconds(10_000) for _ in range(2))
