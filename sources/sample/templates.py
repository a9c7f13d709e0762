"""Page templates of www.state.gov for reports of all families.

Tags, classes and ids, and errors in their nesting, are those of real pages.
"""

from typing import Final

from sources.sample import boilerplate
from sources.sample.boilerplate import PageFacts
from sources.sample.document import SITE

_ARCHIVE: Final = "https://web.archive.org.sample.invalid/web/20200601000000/"


def modern(page: PageFacts, address: str, hero: str, report: str, end: str = "") -> str:
    """A page of the template in use since 2021.

    Args:
        page: properties of the page.
        address: its canonical address.
        hero: its head, from `hero` or `unclosed_hero`.
        report: its body, from `report`.
        end: HTML after the footer.
    """
    return f"""<!doctype html>
<html lang="en-US">
{boilerplate.head(page, address)}
<body class="state_report-template state_report-template-gutenberg-blank single single-state_report">
<div id="page" class="site ">
{boilerplate.government_banner()}
{boilerplate.masthead()}
<div id="content" class="site-content js-backtotop">
<main>
<article class="state_report type-state_report status-publish hentry">
<div class="row gutenberg-content">
<div class="entry-content">
{hero}
{report}
<div class="wp-block-tags-block  "><div class="row">
{boilerplate.related_tags(page)}
</div></div>
</div>
</div>
</article>
{boilerplate.report_builder(page)}
</main>
</div>
{boilerplate.footer()}
</div>
{end}
</body>
</html>
"""


def hero(page: PageFacts) -> str:
    """The head of a page. One `span` too many is closed next to the link to the PDF, as on real pages."""
    return f"""<section class="wp-block-reports-hero module featured-content page-header report-header">
  <div class="row bc_row">
{boilerplate.breadcrumbs(page)}
  </div>
  <div class="row"><div class="report-header__copy">
  {boilerplate.title(page)}
  <div class="article-meta report-meta"><div class="report-meta__resources">
    <div class="report-meta__link report-meta__link--download-pdf"><h5>
      <a href="{page.overview}report.pdf" target="_blank"><span class="icon icon-download"></span>
      Download</span></a>
    </h5></div>
  </div></div>
  </div></div>
</section>"""


def unclosed_hero(page: PageFacts) -> str:
    """The head of a page of 2024, where two `div` elements are never closed."""
    return f"""<section class="wp-block-reports-hero module featured-content page-header report-header">
  <div class="row bc_row">
{boilerplate.breadcrumbs(page)}
  </div>
  <div class="row"><div class="report-header__copy">
  {boilerplate.title(page)}
  <div class="article-meta report-meta"><div class="report-meta__resources">
    <div class="report-meta__link report-meta__link--download-pdf"><span class="icon icon-download"></span>
      <a href="{page.overview}report.pdf" target="_blank">Download</a>
    </div>
  </div></div>
</section>"""


def report(page: PageFacts, contents: str, content: str) -> str:
    """The body of a page: the table of contents, the report in `#report_content`, and the column beside it."""
    return f"""<div class="wp-block-report-content report row">
{contents}
<section class="report__main js-backtotop">
<div id="report_content" class="report__content">
{content}
<div class="report__tags">
</div>
</div>
</section>
<!-- Sidebar -->
{boilerplate.side(page)}
</div>"""


def early(page: PageFacts, address: str, contents: str, content: str) -> str:
    """A page of 2019 to early 2021 in an archive: no `#report_content`, links to the archive's own copies."""
    copy = _ARCHIVE + address
    html = f"""<!DOCTYPE html>
<html lang="en-US" style="--wm-toolbar-height: 67px;">{boilerplate.head(page, copy)}
<body class="state_report-template-default single single-state_report">{boilerplate.archive_toolbar(copy)}
<div id="page" class="site">
{boilerplate.masthead()}
<div id="content" class="site-content js-backtotop">
<main class="nav__main-content">
<article class="state_report type-state_report status-publish hentry">
<section class="module featured-content page-header report-header">
  <a href="{page.overview}" class="article-meta__link report-header__breadcrumb">Report Overview</a>
  <div class="row"><div class="report-header__copy">
  {boilerplate.title(page)}
  </div></div>
</section>
<div class="report row">
{contents}
<section class="report__main js-backtotop" style="padding-top: 0px;">
<div class="report__content">
{content}
<div class="report__tags">
{boilerplate.related_tags(page)}
</div>
</div>
</section>
{boilerplate.side(page)}
</div>
{boilerplate.related_articles()}
</article>
{boilerplate.report_builder(page)}
</main>
</div>
{boilerplate.footer()}
</div>
</body>
</html>
"""
    # An archive replaces every address on a page by that of its own copy.
    return html.replace(f'href="{SITE}', f'href="{_ARCHIVE}{SITE}')
