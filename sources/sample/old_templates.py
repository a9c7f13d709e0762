"""Page templates of state.gov before 2019.

`centerblock` has the tags, classes and ids of real pages, among them an id that several elements share. No real page of
the template to 2009 or of the mobile site was available. These two have the order of words in text copies of such
pages, and the kind of markup of their time.
"""

from dataclasses import dataclass
from html import escape
from typing import Final

from sources.registry.address import SAMPLE_SUFFIX

_OFFICE: Final = "Office to Monitor and Combat Trafficking in Persons"
_SUBJECTS: Final = ("Home", "Issues", "Press", "Travel", "Countries", "Youth", "History", "Business", "Jobs", "About")


@dataclass(frozen=True)
class OldPage:
    """A page that has a number in its address.

    Attributes:
        year: the edition.
        name: text of links to it.
        title: its title.
        host: its host, without the suffix of the sample.
        path: its path.
        released: day of the edition's release, as printed.
    """

    year: int
    name: str
    title: str
    host: str
    path: str
    released: str

    @property
    def site(self) -> str:
        """Address of its host."""
        return f"https://{self.host}{SAMPLE_SUFFIX}"

    @property
    def url(self) -> str:
        """Address of the page."""
        return f"{self.site}{self.path}"

    @property
    def folder(self) -> str:
        """Address of its folder."""
        return self.url.rsplit("/", 1)[0]


def centerblock(page: OldPage, content: str) -> str:
    """A page of the template of 2009 to 2018, as in the archive of those years."""
    title = escape(page.title, quote=False)
    return f"""<!DOCTYPE html><html lang="en-US" class="no-js">
<head>
<META http-equiv="Content-Type" content="text/html; charset=utf-8">
<meta charset="utf-8">
<meta content=" {title}" property="og:title">
<meta content="{page.url}" property="og:url">
<title> {title}</title>
<script>window.page = "<div id='centerblock'>none</div>";</script>
</head>
<body>
<section class="top-bar-section"><ul>
{_menu(page, "leaf")}
</ul></section>
<main class="l-main subpage" id="main-content" role="main">
<form method="get" action="{page.site}/search"><label class="hide" for="l-search-input">Search</label></form>
<a id="main-content"></a>
<!-- BEGIN BREADCRUMB --><ul class="breadcrumbs"><li><a href="{page.site}/">Home</a></li><li><a
 href='{page.site}/j/tip/index.htm'>{_OFFICE}</a></li><li><a
 href='{page.site}/j/tip/rls/tiprpt/index.htm'>Trafficking in Persons Report</a></li></ul><!-- END BREADCRUMB -->
<div class="l-page-title clearfix">
<h2 class="title left" id="page-title"> {title}</h2>
<div class="right"><a class="addthis_button_compact">Share</a></div>
</div>
<div id="middlecolumn">
<div id="top-meta">
<!-- TOP-META START -->
<div id="templateFields">
<span class="report_name_-_other">Trafficking in Persons Report {page.year}<br>
</span>

</div>
<div id="templateFields">
<span class="releasing_office_-_other">{_OFFICE}<br>
</span>

</div>
<div id="templateFields">
<span class="date_of_release">{page.released}<br>
</span>

</div>
<div id="templateFields">

</div>
<div id="templateFields">
<span class="document_type_-_generic_report">Report<br>
</span>

</div>
<!-- TOP-META END -->
</div>
<hr class="separator">
<p></p>
<!-- CENTERBLOCK START -->
<div id="centerblock">{content}
</div>
<p></p>
</div>
<aside class="sidebar-first"><a id="subnav-anchor"></a><h3>In This Section</h3><ul class="menu">
<li><a href="{page.folder}/index.htm">{page.year} Report</a></li></ul></aside>
</main>
<footer><p>Nobody manages this site: it is a sample.</p></footer>
</body></html>
"""


def tables(page: OldPage, content: str) -> str:
    """A page of the template to 2009: nested tables without classes and ids."""
    title = escape(page.title, quote=False)
    return f"""<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 4.01 Transitional//EN">
<HTML><HEAD><META http-equiv="Content-Type" content="text/html; charset=utf-8">
<TITLE>{title}</TITLE></HEAD>
<BODY BGCOLOR="#FFFFFF">
<TABLE WIDTH="100%" CELLPADDING=0 CELLSPACING=0 BORDER=0>
<TR><TD COLSPAN=3><A HREF="#skip">Skip Links</A> <IMG SRC="seal.gif" ALT="Sample"></TD></TR>
<TR><TD COLSPAN=3>{" | ".join(f'<A HREF="{page.site}/{name.lower()}/">{name}</A>' for name in _SUBJECTS)}</TD></TR>
<TR><TD WIDTH=150 VALIGN=top><TABLE BORDER=0><TR><TD>
<A HREF="{page.folder}/index.htm">{page.year} Report</A><BR><A HREF="{page.site}/g/tip/">About the office</A><BR>
</TD></TR></TABLE></TD>
<TD VALIGN=top><A NAME="skip"></A>
You are in: Under Secretary for Democracy and Global Affairs &gt; {_OFFICE} &gt; Releases and Remarks
&gt; Trafficking in Persons Report &gt; {page.year} Report<BR>
<FONT SIZE=4><B>{title}</B></FONT><BR>
<A HREF="{page.folder}/index.htm">-Report Home Page</A><BR>
Released by the {_OFFICE}<BR>
{page.released}<BR>
<P><FONT SIZE=3><B>{title}</B></FONT></P>
{content}
<P><A HREF="#skip">Back to Top</A></P>
</TD>
<TD WIDTH=10>&nbsp;</TD></TR>
<TR><TD COLSPAN=3>
<A HREF="{page.site}/updates/">Updates</A> | <A HREF="{page.site}/contact/">Contact</A> | <A
HREF="{page.site}/privacy/">Privacy</A></TD></TR>
</TABLE>
</BODY></HTML>
"""


def mobile(page: OldPage, content: str) -> str:
    """A page of the mobile site: the report's name, the date, the title, and the text."""
    title = escape(page.title, quote=False)
    return f"""<!DOCTYPE html>
<html><head><meta charset="utf-8"><title>{title}</title></head>
<body>
<p><a href="{page.site}/">Home</a></p>
<h1>Trafficking in Persons Report</h1>
<p>Released by the {_OFFICE}</p>
<p>{page.released}</p>
<h2>{title}</h2>
{content}
<ul>
{_menu(page, "item")}
</ul>
</body></html>
"""


def _menu(page: OldPage, kind: str) -> str:
    return "\n".join(
        f'<li class="{kind}"><a href="{page.site}/{name.lower()}/index.htm">{name}</a></li>' for name in _SUBJECTS
    )
