"""Precise extraction finds the text that trafilatura finds with the same options."""

from hypothesis import example, given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser
from trafilatura import extract

from sources.news.article.precise_text import precise_text

WORDS = "The ministry said on Monday that the new shelter would open in March and take in forty women. " * 2
NAMES = st.sampled_from(
    [
        *("comments", "Comment-1", "commentary", "comol", "disqus_thread", "dsq-comments", "x article-comments"),
        *("post-comments", "mvp-post-add-box", "infinite-scroll", "elementor-share-buttons", "article-body", "share"),
    ]
)
PARTS = st.builds(
    "<{0} {1}='{2}'><p>{3}</p><li>{3}</li></{0}>{4}".format,
    st.sampled_from(["div", "section", "ul", "dl", "details", "aside", "article", "form", "table"]),
    st.sampled_from(["id", "class"]),
    NAMES,
    st.integers(1, 9).map(lambda number: f"{number}. {WORDS}"),
    st.sampled_from(
        ["", "a tail of words", "<script type='application/ld+json'>{'@type':'DiscussionForumPosting'}</script>"]
    ),
)
FORUM = '<script type="application/ld+json">{"@type": "DiscussionForumPosting"}</script>'


@given(st.lists(PARTS, max_size=5))
@example([f"<div id='comments'><p>{WORDS}</p></div>", FORUM])
@example(["\ufffe", f"<p>{WORDS}</p>"])
@example(["<article>", *(["<p>words</p>"] * 3), "</article>"])
def test_the_text_is_that_of_trafilatura(parts):
    page = f"<html><body><h1>Shelter</h1><article><p>{WORDS}</p></article>{''.join(parts)}</body></html>"
    markup = LexborHTMLParser(page).html or ""
    theirs = extract(markup, favor_precision=True, include_comments=False, include_tables=False, fast=True) or ""
    assert precise_text(markup) == theirs
