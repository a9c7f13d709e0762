"""The form of an article's text: wrapped lines, headings inside it, sentences grown together, parts of others."""

import textwrap

import pytest
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from sources.news.article.boilerplate import trim_dump
from sources.news.article.text import article_text
from sources.news.article.wrapped_lines import separated, unwrapped

PARAGRAPHS = [
    "Cambodia remains on Tier 3 of the report, the State Department said on Tuesday in Washington. The report was"
    " presented by the secretary of state.",
    "Officials in the capital rejected the ranking and pointed to new courts and to trained police officers. They said"
    " that the shelters in Battambang had opened.",
    "Organisations that help victims said the ranking was fair and asked for more convictions of officials.",
]
CAPTION = "A market in Lagos, Nigeria, on a rainy morning in the spring."


def _text(body: str) -> list[str]:
    page = f"<html><body><article><h1>Worst rank</h1>{body}</article></body></html>"
    return article_text(LexborHTMLParser(page), "Worst rank", "page").split("\n")


def _wrapped(paragraph: str, width: int = 64) -> list[str]:
    return textwrap.wrap(paragraph, width)


@pytest.mark.parametrize(
    "body",
    [
        "".join(f"<p>{'<br>'.join(_wrapped(text))}</p>" for text in PARAGRAPHS),
        f"<div>{'<br><br>'.join('<br>'.join(_wrapped(text)) for text in PARAGRAPHS)}</div>",
        f"<pre>{(chr(10) * 2).join(chr(10).join(_wrapped(text)) for text in PARAGRAPHS)}</pre>",
        "".join(f"<p>{chr(10).join(_wrapped(text))}</p>" for text in PARAGRAPHS),
        "".join(f"<p>{text}</p>" for text in PARAGRAPHS),
    ],
    ids=["br", "double br", "pre", "line ends", "plain"],
)
def test_wrapped_text_is_one_paragraph(body: str) -> None:
    assert _text(body) == PARAGRAPHS


def test_a_dump_wrapped_by_line_ends_has_its_paragraphs() -> None:
    dump = "\n\n".join("\n".join(_wrapped(text, 72)) for text in PARAGRAPHS)
    assert trim_dump(dump).text.split("\n") == PARAGRAPHS


def test_lines_of_a_list_stay_lines() -> None:
    lines = ["Tier 3", "Angola", "Cuba", "Iran", "- a first point of some length, in words", "- a second point"]
    assert unwrapped(lines) == lines


@given(st.lists(st.text(alphabet="ab .,\n", max_size=90), max_size=12))
def test_no_word_is_lost_or_made(lines: list[str]) -> None:
    stripped = [" ".join(line.split()) for line in lines]
    assert " ".join(unwrapped(stripped)).split() == " ".join(stripped).split()


@pytest.mark.parametrize("heading", ["Related news", "Recommended", "Related stories", "More news", "Most read"])
def test_a_heading_inside_an_article_cuts_nothing_off(heading: str) -> None:
    assert trim_dump("\n\n".join([PARAGRAPHS[0], heading, *PARAGRAPHS[1:]])).text.split("\n") == PARAGRAPHS


@pytest.mark.parametrize(
    "rest",
    [
        ["Related news", "Rain stops the harvest", "A bridge for Pursat", "Two games on Sunday"],
        ["Leave a comment", "I do not agree with any of this, and never will."],
        ["Recommended", "Rain stops the harvest"],
    ],
)
def test_boilerplate_after_a_heading_ends_the_article(rest: list[str]) -> None:
    assert trim_dump("\n\n".join([*PARAGRAPHS, *rest])).text.split("\n") == PARAGRAPHS


def test_a_sentence_that_begins_like_a_heading_stays() -> None:
    line = "Related crimes rose in all provinces of the country, the police said."
    assert line in trim_dump("\n\n".join([PARAGRAPHS[0], line, PARAGRAPHS[1]])).text


@pytest.mark.parametrize(
    ("glued", "apart"),
    [
        ("It was in the report.In the same year", "It was in the report. In the same year"),
        ("Is it true?Nobody knows", "Is it true? Nobody knows"),
        ("“It was late.”The court", "“It was late.” The court"),
        ("www.State.gov and U.S. and e.g. this", "www.State.gov and U.S. and e.g. this"),
        ("a Ph.D. in 3.5 years", "a Ph.D. in 3.5 years"),
    ],
)
def test_glued_sentences_are_separated(glued: str, apart: str) -> None:
    assert separated(glued) == apart


@pytest.mark.parametrize(
    "part",
    [
        f"<figure><img src='a'><figcaption>{CAPTION}</figcaption></figure>",
        f"<div class='wp-caption'><img src='a'><p class='wp-caption-text'>{CAPTION}</p></div>",
        f"<blockquote class='twitter-tweet'><p>{CAPTION}</p>&mdash; Some One <a href='https://x.com/a'>June 20</a>"
        "</blockquote>",
        f"<blockquote class='instagram-media'><p>{CAPTION}</p></blockquote>",
        f"<aside class='more'><h3>More stories</h3><p>{CAPTION}</p></aside>",
        f"<div class='related-stories'><ul><li><a href='/n'>Nigeria votes</a><p>{CAPTION}</p></li></ul></div>",
    ],
)
def test_captions_embedded_posts_and_other_stories_are_no_text(part: str) -> None:
    paragraphs = [f"<p>{text}</p>" for text in PARAGRAPHS]
    assert _text(f"{paragraphs[0]}{part}{paragraphs[1]}{paragraphs[2]}") == PARAGRAPHS


def test_a_quoted_passage_stays() -> None:
    passage = "The government of Cambodia does not fully meet the minimum standards for the elimination of trafficking."
    body = f"<p>{PARAGRAPHS[0]}</p><blockquote><p>{passage}</p></blockquote><p>{PARAGRAPHS[1]}</p>"
    assert passage in _text(body)
