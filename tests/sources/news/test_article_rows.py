"""Rows of news pages: text, metadata, problems, hostile input."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sources.archive.capture import Capture, digest_of
from sources.news.article_rows import ParsedArticle, read_article
from sources.news.relevance import looks_relevant
from warehouse.tables.news import ARTICLE_COUNTRIES, NEWS_ARTICLES, NEWS_CLAIMS, NEWS_QUOTES

LEAD = "The State Department placed Cambodia on Tier 3 of its Trafficking in Persons Report on Tuesday."
FILLER = [f"Paragraph {n} of the article tells in plain words what people in the capital had to say." for n in range(6)]
URL = "https://www.paper.example/world/2022/07/20/report"


def _page(
    head: str = '<meta property="article:published_time" content="2022-07-20T08:00:00Z">',
    *,
    paragraphs: list[str] | None = None,
    around: str = "",
) -> bytes:
    body = "".join(f"<p>{text}</p>" for text in (paragraphs if paragraphs is not None else [LEAD, *FILLER]))
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Worst rank - The Paper</title>{head}</head>'
        f"<body><nav><a href='/'>Home</a><a href='/s'>Sport</a></nav><article><h1>Worst rank</h1>{body}</article>"
        f"{around}<footer>Copyright The Paper</footer></body></html>"
    ).encode()


def _read(body: bytes, *, url: str = URL, kind: str = "text/html", published: date | None = None) -> ParsedArticle:
    return read_article(Capture(url, "2025-01-01T00:00:00Z", body, digest_of(body), "archive", 200, kind), published)


def _article(body: bytes, **options: str) -> dict[str, object]:
    return _read(body, **options).rows["news_articles"][0]


def test_a_page_gives_text_claims_and_metadata() -> None:
    parsed = _read(_page())
    assert parsed.text.split("\n") == [LEAD, *FILLER]
    claim = parsed.rows["news_claims"][0]
    assert (claim["country"], claim["value"], claim["report_year"]) == ("KHM", "3", 2022)
    article = parsed.rows["news_articles"][0]
    assert (article["title"], article["published"], article["published_source"]) == (
        "Worst rank",
        date(2022, 7, 20),
        "open_graph",
    )
    for table in (NEWS_ARTICLES, ARTICLE_COUNTRIES, NEWS_CLAIMS, NEWS_QUOTES):
        table.schema.validate(table.frame(parsed.rows[table.name]))


def test_json_ld_takes_precedence_over_open_graph() -> None:
    head = (
        '<script type="application/ld+json">{"@graph": [{"@type": "NewsArticle", "headline": "Worst rank of all",'
        ' "datePublished": "2022-07-21", "author": [{"name": "By Ann Bell"}, {"name": "Chan Dara"}],'
        ' "publisher": {"name": "The Paper"}}]}</script>'
        '<meta property="article:published_time" content="2022-07-22"><meta property="og:title" content="Other">'
    )
    article = _article(_page(head))
    assert (article["published"], article["published_source"]) == (date(2022, 7, 21), "json_ld")
    assert (article["title"], article["authors"]) == ("Worst rank of all", ["Ann Bell", "Chan Dara"])
    assert article["publisher"] == "The Paper"


def test_broken_json_ld_is_ignored() -> None:
    head = (
        '<script type="application/ld+json">{"@type": "NewsArticle", </script><meta name="date" content="2022-07-20">'
    )
    assert _article(_page(head))["published_source"] == "meta"


@pytest.mark.parametrize(
    ("head", "source"),
    [("", "address"), ('<meta property="article:published_time" content="2099-01-01">', "address")],
)
def test_the_day_in_the_address(head: str, source: str) -> None:
    assert _article(_page(head))["published_source"] == source


def test_an_impossible_day_is_reported_and_not_used() -> None:
    parsed = _read(_page('<meta property="article:published_time" content="2099-01-01">'))
    assert [row["reason"] for row in parsed.quarantine] == ["impossible_date"]
    assert parsed.rows["news_articles"][0]["published"] == date(2022, 7, 20)


def test_a_page_without_a_day_is_in_quarantine() -> None:
    parsed = _read(_page(""), url="https://paper.example/a")
    assert (parsed.outcome, [row["reason"] for row in parsed.quarantine]) == ("quarantined", ["no_date"])
    assert _read(_page(""), url="https://paper.example/a", published=date(2022, 7, 21)).outcome == "read"


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        (_page(paragraphs=[LEAD, "Subscribe now to continue reading this article."]), "paywall"),
        (_page(paragraphs=["We value your privacy and use cookies to make this site better for you."]), "consent_page"),
        (
            _page(paragraphs=[LEAD, *(line for n in range(6) for line in (f"Reader {n} says:", f"No, {n} is wrong."))]),
            "comment_thread",
        ),
        (b"   ", "empty"),
        (b"%PDF-1.4", "wrong_type"),
        (_page(paragraphs=["<blockquote>" * 20_000]), "hostile_markup"),
        (_page(paragraphs=["<div>x</div>" * 900_000]), "too_large"),
    ],
)  # fmt: skip
def test_problems_have_a_reason(body: bytes, problem: str) -> None:
    parsed = _read(body)
    assert parsed.outcome == "quarantined"
    assert [row["reason"] for row in parsed.quarantine] == [problem]


def test_a_page_about_another_subject_is_irrelevant() -> None:
    assert _read(
        _page(paragraphs=["The harvest was good in all provinces this year, officials said.", *FILLER])
    ).outcome == ("irrelevant")


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (_page(), True),
        (_page().decode().encode("utf-16"), True),
        ("Angola saiu da lista de observação do tráfico de pessoas".encode("cp1252"), True),
        (b"<p>The harvest was good.</p>", False),
        (b"<p>Traffic was heavy in the second tier of the arena.</p>", False),
    ],
)
def test_relevance_of_bytes(body: bytes, expected: bool) -> None:
    assert looks_relevant(body) is expected


HOSTILE = {
    "direction marks": _page('<meta property="og:title" content="\u202eknar tsroW\u202c <script>x</script>">'),
    "null characters": _page().replace(b"Cambodia", b"Cam\x00bodia"),
    "unclosed scripts": _page(around="<script>" * 100_000),
    "deep json": _page('<script type="application/ld+json">' + "[" * 100_000 + "</script>"),
    "many attributes": _page(around="<p " + " ".join(f"a{n}=1" for n in range(100_000)) + ">"),
    "one word": _page(paragraphs=[LEAD, "a" * 150_000, *FILLER]),
    "one sentence": _page(paragraphs=[LEAD, "Cambodia and Thailand were on Tier 3, " * 4_000, *FILLER]),
    "marks": _page(paragraphs=[LEAD, "“" * 100_000, *FILLER]),
    "angles": _page(around="<" * 200_000),
    "spaces": _page(paragraphs=[f"{LEAD[:-1]}{' ' * 100_000}Tier 3 {'a ' * 1_300}.", *FILLER]),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_pages_are_read_or_in_quarantine(name: str) -> None:
    parsed = _read(HOSTILE[name], url="https://paper.example/2022/07/20/a")
    assert parsed.outcome in ("read", "quarantined")
    assert all("\u202e" not in str(row) and "\x00" not in str(row) for rows in parsed.rows.values() for row in rows)


def test_null_characters_are_removed_from_names() -> None:
    assert [claim["country"] for claim in _read(HOSTILE["null characters"]).rows["news_claims"]] == ["KHM"]


@settings(max_examples=40, deadline=None)
@given(st.binary(max_size=400), st.sampled_from(["text/html", "text/plain"]))
def test_any_bytes_give_rows_or_a_reason(noise: bytes, kind: str) -> None:
    parsed = _read(_page()[:700] + noise, kind=kind)
    assert parsed.rows or parsed.quarantine or parsed.outcome == "irrelevant"


def test_same_bytes_same_rows() -> None:
    assert _read(_page()) == _read(_page())


def test_a_bare_sentence_is_an_article() -> None:
    parsed = _read(f"{LEAD}\n".encode(), kind="text/plain", published=date(2022, 7, 20))
    assert [claim["value"] for claim in parsed.rows["news_claims"]] == ["3"]
