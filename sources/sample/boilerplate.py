"""The boilerplate around a report on a page of www.state.gov. A reader must skip all of it.

Tags, classes and ids, and errors in their nesting, are those of real pages; the words are the project's own.
"""

from collections.abc import Sequence
from html import escape
from typing import Protocol

from sources.sample.document import SITE, Document


class PageFacts(Protocol):
    """The properties of a page that its boilerplate prints."""

    @property
    def year(self) -> int:
        """The edition."""

    @property
    def title(self) -> str:
        """The headline."""

    @property
    def name(self) -> str:
        """Short name of the page, mostly a country's name."""

    @property
    def report(self) -> str:
        """Name of the report the page belongs to, without the year."""

    @property
    def overview(self) -> str:
        """Address of the edition's index page."""

    @property
    def subject(self) -> str:
        """Subject of the page."""

    @property
    def neighbors(self) -> Sequence[str]:
        """Countries whose reports the page links to."""

    @property
    def editions(self) -> Sequence[int]:
        """Years whose reports the page links to."""


def head(page: PageFacts, address: str) -> str:
    """The `head` element; `address` is the canonical address of the page."""
    name = escape(page.name)
    return f"""<head>
  <meta charset="UTF-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <title>{name} - Sample of the tip-warehouse project</title>
  <link rel="canonical" href="{address}" />
  <meta property="og:type" content="article" />
  <meta property="og:title" content="{name} - Sample of the tip-warehouse project" />
  <meta property="og:url" content="{address}" />
  <style>.accordion-title {{ display: block; }}</style>
  <script>window.reportPage = "{name}: <p>no text</p>";</script>
</head>"""


def government_banner() -> str:
    """The notice at the top of a page. Its outer `span` is never closed on real pages either."""
    return """<a class="skip-link screen-reader-text" href="#content">Skip to content</a>
<div id="header_banner_container" class="header_banner_container" role="banner" aria-labelledby="header_banner_flag">
  <span id="header_banner_flag" class="header_banner_flag">A sample, no website of any government
  <span class="accordion"><u>How to tell</u></span>
  <div class="panel">
    <div class="panel_item">
      <span class="dotgov"></span>
      <div class="header_banner_content">
        <p><strong>Look at the address</strong></p>
        Addresses that end in <strong>.invalid</strong> exist nowhere.
      </div>
    </div>
  </div>
</div>"""


def masthead() -> str:
    """Site header with its menu and search form."""
    return f"""<header id="masthead" class="site-header nav__main-header" role="application">
  <nav class="site-nav site-nav--utility nav__wrapper nav__utility">
  <ul id="menu-utility-menu" class="nav__utility-items">
    <li class="menu-item"><a href="{SITE}/newsroom/">News</a></li>
    <li class="menu-item"><a href="{SITE}/travelers/">Travel</a></li>
  </ul></nav>
  <form id="nav__search-form" class="nav__search-form" name="gs"><label for="query">Search</label>
    <input type="text" id="query"><button type="submit">Search</button></form>
</header>"""


def breadcrumbs(page: PageFacts) -> str:
    """The links from the home page to this page."""
    return f"""<div id="breadcrumb__wrapper">
  <div id="breadcrumbs" class="ltr">
    <div class="bc_content">
    <a class="bc_home" href="{SITE}">Home</a><span class="bc_carat"></span><span class="bc_middle collapse"><a
    href="{SITE}/department-reports/">Reports</a><span class="bc_carat"></span><a
    href="{page.overview}">{page.year} {page.report}</a></span><span
    class="bc_ellipse">&#8230;</span><span class="bc_carat"></span><span
    class="bc_current">{escape(page.name)}</span>    </div>
    <div class="bc_hide">hide</div>
  </div>
</div>"""


def title(page: PageFacts) -> str:
    """The page's title."""
    return f"""<h1 class="featured-content__headline report-header__headline stars-above">

      {escape(page.title)}
  </h1>"""


def contents(document: Document) -> str:
    """The table of contents before the report, with all its headings."""
    items = [_contents_item("report-toc__exec-summary", document.summary.heading, "")]
    for number, section in enumerate(document.sections, start=1):
        anchor = f"report-toc__section-{number}"
        inner = "\n".join(
            f'        <li class="report-toc__sub-section"><a href="#{anchor}__subsection-{position}"'
            f' class="report-toc__sub-section-link">{escape(subsection.title)}</a></li>'
            for position, subsection in enumerate(section.subsections, start=1)
            if subsection.title
        )
        items.append(_contents_item(anchor, section.heading, inner))
    entries = "\n".join(items)
    return f"""<nav role="navigation" class="report-toc" data-component="reporttoc">
  <input type="checkbox" id="report-toc__toggle" class="report-toc__toggle">
  <div class="report-toc__container">
    <label for ="report-toc__toggle" class="report-toc__header">
      <a tabindex="0" href="#!" class="report-toc__lockup">
        <p class="report-toc__header-label"> In this section <span class="icon__state-separator">/</span></p>
        <p class="report-toc__header-title">{escape(document.summary.heading)}</p>
      </a>
    </label>
    <div class="report-toc__content">
      <ol class="report-toc__sections">
{entries}
      </ol>
    </div>
  </div>
</nav>"""


def _contents_item(anchor: str, heading: str, inner: str) -> str:
    below = f'\n        <ol class="report-toc__sub-sections">\n{inner}\n        </ol>' if inner else ""
    link = f'<a href="#{anchor}" class="report-toc__section-link">{escape(heading)}</a>'
    return f'        <li class="report-toc__section">{link}{below}</li>'


def side(page: PageFacts) -> str:
    """The column beside the report: links to other countries, and to parts of this page."""
    options = "\n".join(
        f'      <option value="{page.overview}{_slug(name)}/">{escape(name)}</option>' for name in page.neighbors
    )
    return f"""<div class="report__side">
  <button type="button" class="button button--filters report-nav__open" aria-label="Open report navigation"></button>
  <nav role="navigation" id="report-nav" class="report-nav" data-component="reportnav">
    <h2 class="report-nav__modal-header">View report by:</h2>
    <select data-component="chosenselect" class="field-container chosen-container--country">
      <option value=""></option>
{options}
    </select>
    <button id="open-report-filter" class="open-report-filter">Build a report of your own</button>
  </nav>
  <div id="mininav_outer"><div id="mininav_header"><h3>On This Page</h3></div></div>
</div>
<!-- // .report__side -->"""


def _slug(name: str) -> str:
    return name.lower().replace(" ", "-")


def related_tags(page: PageFacts) -> str:
    """Links to the subjects of the page."""
    subject = f"{SITE}/policy-issues/{_slug(page.subject)}/"
    return f"""<div class="related-tags">
  <p class="related-tags__label">Tags</p>
  <div class="related-tags__pills">
    <a target="_self" href="{subject}" class="blockbutton button--pill">{page.subject}</a>
    <a target="_self" href="{SITE}/countries-areas/" class="blockbutton button--pill">{escape(page.name)}</a>
  </div>
</div>"""


def report_builder(page: PageFacts) -> str:
    """The form to build a report; its country names are not the country of the page."""
    countries = "\n".join(
        f'      <option value="{value}">{escape(name)}</option>' for value, name in enumerate(page.neighbors, start=1)
    )
    years = "\n".join(
        f'      <label for="year-{year}"><span class="report-years-radio">{year}</span></label>'
        for year in page.editions
        if year != page.year
    )
    return f"""<div id="report_builder_overlay" class="report-nav__overlay report-builder-ui report-builder-ui--mobile">
  <div class="report-builder__headline">{escape(page.title)}</div>
  <div class="report-builder__subhead">Build a report of your own</div>
  <form method="POST" action="{SITE}/" id="custom-report-builder">
    <p class="report-builder__select"><span class="report-builder__select_number">01 /</span> Choose a year</p>
    <div class="report-builder-years">
{years}
    </div>
    <p class="report-builder__select"><span class="report-builder__select_number">02 /</span> Choose countries</p>
    <select multiple class="field-container chosen-container--country report-builder-country">
{countries}
    </select>
    <button type="submit" class="report-builder__submit ">Build it</button>
  </form>
</div>"""


def footer() -> str:
    """The foot of a page."""
    return f"""<footer class="site-footer footer">
  <div class="footer__content frame">
    <ul id="menu-footer-primary-navigation" class="menu">
      <li class="menu-item"><a href="{SITE}/privacy-policy">Privacy</a></li>
      <li class="menu-item"><a href="{SITE}/contact">Contact</a></li>
    </ul>
  </div>
</footer>"""


def cookie_banner() -> str:
    """The cookie banner of pages of 2024."""
    return """<div id="cmplz-cookiebanner-container">
<div class="cmplz-cookiebanner cmplz-hidden banner-1" role="dialog">
  <div class="cmplz-title" id="cmplz-header-1-optin">Cookies</div>
  <div class="cmplz-message" id="cmplz-message-1-optin"><p>This sample sets no cookies and asks all the same.</p></div>
  <details class="cmplz-category cmplz-functional"><summary>Functional</summary><p>Always on</p></details>
  <button class="cmplz-btn cmplz-accept">Accept</button>
</div>
</div>"""


def related_articles() -> str:
    """Links to other articles at the end of a page of the early template."""
    return """<aside class="related-content">
  <h2 class="section-header__headline stars-above">Related Articles</h2>
  <ul class="row related-content__cards">
    <li class="related-content__card"><h3 class="related-content__headline">Another article</h3>
      <p class="related-content__cta"><span>Read on</span></p></li>
  </ul>
</aside>"""


def archive_toolbar(address: str) -> str:
    """The toolbar that an archive adds at the top of its copy."""
    return f"""<!-- BEGIN WAYBACK TOOLBAR INSERT -->
<div id="wm-ipp-base" lang="en" style="display: block;" toolbar-mode="auto"></div>
<div id="wm-ipp-print">A copy in an archive - {address}</div>
<!-- END WAYBACK TOOLBAR INSERT -->"""
