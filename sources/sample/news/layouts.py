"""Renders news articles in two common templates: a classic one, and that of a page builder."""

import json
from collections.abc import Sequence
from html import escape
from typing import Any, Final

from sources.sample.news.articles import NOTICES, NewsText
from sources.sample.news.words import WORDS, Words


def render(text: NewsText, others: Sequence[NewsText]) -> str:
    """A page: the article with the boilerplate of a news site.

    Args:
        text: the article.
        others: articles whose headlines are below it.

    Raises:
        KeyError: there is no such template.
    """
    return _TEMPLATES[text.paper.look](text, others, WORDS[text.paper.language])


def _classic(text: NewsText, others: Sequence[NewsText], words: Words) -> str:
    """Everything in a `div`, the byline in a paragraph, a sidebar with the menu once more."""
    return f"""{_head(text, _object(text))}
<body class="article-page">
<div id="header">
  <div class="logo"><a href="{text.paper.site}">{escape(text.paper.name)}</a></div>
  <form class="search" action="{text.paper.site}search"><input name="q"><button>{words.search}</button></form>
</div>
<div id="nav"><ul>{_menu(text, words)}</ul></div>
<div id="wrapper">
  <div id="content">
    <div class="story">
      <h1 class="headline">{escape(text.title)}</h1>
      <p class="byline">{words.by} {escape(_byline(text))} | {text.published:%d.%m.%Y}</p>
      <div class="share"><a href="#print">{words.share}</a></div>
      <div class="story-body" itemprop="articleBody">
{_body(text)}
      </div>
    </div>
    <div class="related-articles"><h3>{words.related}</h3><ul>{_headlines(others)}</ul></div>
    <div id="comments" class="comments"><h3>{words.comments}</h3>{_remarks(words)}<p>{words.comment_form}</p></div>
  </div>
  <div id="sidebar"><h3>{words.subscribe}</h3><ul>{_menu(text, words)}</ul></div>
</div>
{_footer(text, words)}
</body>
</html>
"""


def _modern(text: NewsText, others: Sequence[NewsText], words: Words) -> str:
    """Landmarks of HTML 5, metadata as a graph, a picture with a caption."""
    site = {"@type": "WebSite", "@id": f"{text.paper.site}#site", "name": text.paper.name, "url": text.paper.site}
    graph = {"@context": "https://schema.org", "@graph": [site, _object(text)]}
    return f"""{_head(text, graph)}
<body class="single-post">
<header class="site-header">
  <a class="brand" href="{text.paper.site}">{escape(text.paper.name)}</a>
  <nav class="main-nav" aria-label="main"><ul>{_menu(text, words)}</ul></nav>
  <button type="button">{words.subscribe}</button>
</header>
<main id="main">
  <article class="post">
    <header class="post-header">
      <h1>{escape(text.title)}</h1>
      <div class="post-meta">{words.by} <a rel="author" href="{text.paper.site}staff">{escape(_byline(text))}</a>
        {words.published} <time datetime="{_moment(text)}">{text.published:%d.%m.%Y}</time></div>
      <div class="social-share"><button>{words.share}</button></div>
    </header>
    <figure><img src="{text.paper.site}pictures/{text.name}.jpg" alt="">
      <figcaption>{text.paper.place}</figcaption></figure>
    <div class="entry-content">
{_body(text)}
    </div>
  </article>
  <aside class="related-posts"><h2>{words.related}</h2><ul>{_headlines(others)}</ul></aside>
  <section id="comments" class="comments-area"><h2>{words.comments}</h2>{_remarks(words)}
    <p>{words.comment_form}</p></section>
</main>
{_footer(text, words)}
</body>
</html>
"""


_TEMPLATES: Final = {"classic": _classic, "modern": _modern}


def _head(text: NewsText, data: dict[str, Any]) -> str:
    paper = text.paper
    structured = json.dumps({"@context": "https://schema.org", **data}, ensure_ascii=False, indent=1)
    structured = structured.replace("</", "<\\/")  # so that no text ends the script
    return f"""<!DOCTYPE html>
<html lang="{paper.language}">
<head>
<meta charset="utf-8">
<title>{escape(text.title)} | {escape(paper.name)}</title>
<link rel="canonical" href="{text.url}">
<meta name="description" content="{escape(text.summary)}">
<meta property="og:type" content="article">
<meta property="og:site_name" content="{escape(paper.name)}">
<meta property="og:title" content="{escape(text.title)}">
<meta property="og:url" content="{text.url}">
<meta property="og:description" content="{escape(text.summary)}">
<meta property="article:published_time" content="{_moment(text)}">
<script type="application/ld+json">{structured}</script>
</head>"""


def _object(text: NewsText) -> dict[str, Any]:
    """The article as a schema.org object."""
    return {
        "@type": "NewsArticle",
        "headline": text.title,
        "datePublished": _moment(text),
        "author": [{"@type": "Person", "name": name} for name in text.authors],
        "publisher": {"@type": "NewsMediaOrganization", "name": text.paper.name, "url": text.paper.site},
        "inLanguage": text.paper.language,
        "mainEntityOfPage": text.url,
    }


def _moment(text: NewsText) -> str:
    return f"{text.published.isoformat()}T06:00:00+00:00"


def _byline(text: NewsText) -> str:
    return ", ".join(text.authors)


def _body(text: NewsText) -> str:
    paragraphs = "\n".join(f"<p>{escape(paragraph, quote=False)}</p>" for paragraph in text.paragraphs)
    return f"{paragraphs}\n<p><em>{NOTICES[text.paper.language]}</em></p>"


def _menu(text: NewsText, words: Words) -> str:
    return "".join(
        f'<li><a href="{text.paper.site}section/{place}">{name}</a></li>' for place, name in enumerate(words.sections)
    )


def _headlines(others: Sequence[NewsText]) -> str:
    return "".join(f'<li><a href="{other.url}">{escape(other.title)}</a></li>' for other in others)


def _remarks(words: Words) -> str:
    return "".join(
        f'<div class="comment"><b class="comment-author">{name}</b><p>{remark}</p></div>'
        for name, remark in words.remarks
    )


def _footer(text: NewsText, words: Words) -> str:
    links = " ".join(f'<a href="{text.paper.site}about">{name}</a>' for name in words.terms)
    return f'<footer class="site-footer"><p>{links}</p><p>© {escape(text.paper.name)}. {words.rights}</p></footer>'
