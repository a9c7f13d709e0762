"""Pages, WARC files and homes for tests."""

import gzip
import io
from collections.abc import Iterable, Mapping
from pathlib import Path

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

CORPUS = Path(__file__).resolve().parents[2] / "shared"
HUMAN_RIGHTS = CORPUS / "corpus" / "human_rights_2016_2024.warc.gz"
needs_corpus = pytest.mark.skipif(not HUMAN_RIGHTS.exists(), reason="the real pages are not beside this checkout")

SECTIONS = (
    "Respect for the Integrity of the Person, Including Freedom from:",
    "Respect for Civil Liberties, Including:",
    "Freedom to Participate in the Political Process",
    "Corruption and Lack of Transparency in Government",
    "Governmental Attitude Regarding International and Nongovernmental Investigation of Alleged Abuses of Human Rights",
    "Discrimination, Societal Abuses, and Trafficking in Persons",
    "Worker Rights",
)
FAMILY_PATH = "country-reports-on-human-rights-practices"


def url(year: int, slug: str) -> str:
    return f"https://www.state.gov/reports/{year}-{FAMILY_PATH}/{slug}/"


def report_page(
    year: int = 2018,
    country: str = "Norway",
    text: str = "The law applies.",
    *,
    banner: str = "An official website",
    title: str | None = None,
    sections: Iterable[str] = SECTIONS,
    extra: str = "",
) -> bytes:
    """A page in the accordion layout: a summary and numbered sections of one paragraph each."""
    parts = [
        f'<section class="report__content__inner entry-content"><a class="accordion-title">'
        f'<h4 class="report-toc-section">Section {number}.</h4>'
        f'<h3 class="report__section-title" id="report-toc__section-{number}"> {name} <svg><g></g></svg></h3></a>'
        f'<div class="section_wrapper"><section class="entry-content"><p>{text} Section {number}.</p></section></div>'
        f"</section>"
        for number, name in enumerate(sections, start=1)
    ]
    heading = title if title is not None else f"{year} Country Reports on Human Rights Practices: {country}"
    return (
        f'<!doctype html><html lang="en-US"><head><meta charset="UTF-8"><title>{country}</title></head><body>'
        f'<div class="banner">{banner}</div><h1 class="report-header__headline">{heading}</h1>'
        f'<nav class="report-toc">Table of contents</nav><section class="report__main">'
        f'<div id="report_content" class="report__content"><section class="report__content__inner entry-content">'
        f'<h2 id="report-toc__exec-summary" class="report__section-title">EXECUTIVE SUMMARY</h2>'
        f"<p>{country} in {year}: {text}</p></section>{''.join(parts)}{extra}</div></section>"
        f"<footer>Privacy</footer></body></html>"
    ).encode()


def warc_bytes(
    pages: Mapping[str, bytes] | Iterable[tuple[str, bytes]],
    *,
    date: str = "2025-01-02T03:04:05Z",
    compressed: bool = True,
    headers: Iterable[tuple[str, str]] = (("Content-Type", "text/html; charset=UTF-8"),),
    record_type: str = "response",
) -> bytes:
    """A WARC file of pages. Resource records have no HTTP headers."""
    buffer = io.BytesIO()
    writer = WARCWriter(buffer, gzip=compressed)
    for address, body in pages.items() if isinstance(pages, Mapping) else pages:
        http = StatusAndHeaders("200 OK", list(headers), protocol="HTTP/1.1") if record_type == "response" else None
        options = {"warc_content_type": "text/html"} if record_type != "response" else {}
        writer.write_record(
            writer.create_warc_record(
                address,
                record_type,
                payload=io.BytesIO(body),
                http_headers=http,
                warc_headers_dict={"WARC-Date": date},
                **options,
            )
        )
    return buffer.getvalue()


def write_warc(path: Path, pages: Mapping[str, bytes], **options: object) -> Path:
    path.write_bytes(warc_bytes(pages, **options))  # type: ignore[arg-type]
    return path


def whole_gzip(data: bytes) -> bytes:
    return gzip.compress(data, mtime=0)


COUNTRIES = {
    "norway": "Norway",
    "ghana": "Ghana",
    "cambodia": "Cambodia",
    "albania": "Albania",
    "togo": "Togo",
    "qatar": "Qatar",
    "malta": "Malta",
    "panama": "Panama",
}


def edition(year: int = 2018, *, slugs: Iterable[str] = tuple(COUNTRIES), **options: str) -> dict[str, bytes]:
    """Pages of several countries of one edition."""
    return {url(year, slug): report_page(year, COUNTRIES[slug], **options) for slug in slugs}


TIP_PATH = "trafficking-in-persons-report"


def tip_url(year: int, slug: str) -> str:
    return f"https://www.state.gov/reports/{year}-{TIP_PATH}/{slug}/"


def tip_page(content: str, *, title: str) -> bytes:
    """A page of the TIP Report in the report layout of www.state.gov."""
    return (
        f'<!doctype html><html lang="en-US"><head><meta charset="UTF-8"><title>{title}</title></head><body>'
        f'<h1 class="report-header__headline">{title}</h1><section class="report__main"><div id="report_content">'
        f'<section class="report__content__inner entry-content">{content}</section></div></section>'
        f"<footer>Privacy</footer></body></html>"
    ).encode()


def narrative_page(
    country: str = "Norway",
    tier: str = "Tier 1",
    *,
    year: int = 2018,
    heading: str | None = None,
    verdict: str | None = None,
    title: str | None = None,
) -> bytes:
    """A narrative with every section, in the project's own words."""
    opening = verdict or f"The government's efforts were as serious as before; therefore {country} remained on {tier}."
    content = (
        f"<h2>{heading if heading is not None else f'{country.upper()}: {tier}'}</h2><p>{opening}</p>"
        "<p><strong>RECOMMENDATIONS</strong></p><ul><li>Train the police.</li><li>Fund the shelters.</li></ul>"
        "<p><strong>PROSECUTION</strong></p><p>Courts convicted five traffickers.</p>"
        "<p><strong>PROTECTION</strong></p><p>Officials identified nine victims.</p>"
        "<p><strong>PREVENTION</strong></p><p>A campaign went on.</p>"
        "<p><strong>TRAFFICKING PROFILE</strong></p><p>Traffickers exploit people.</p>"
    )
    return tip_page(content, title=title or f"{year} Trafficking in Persons Report: {country}")


def list_page(year: int, tiers: Mapping[str, Iterable[str]]) -> bytes:
    """A placement list: headings and list items."""
    parts = [
        f"<h2>{label}</h2><ul>{''.join(f'<li>{name}</li>' for name in names)}</ul>" for label, names in tiers.items()
    ]
    return tip_page("".join(parts), title=f"{year} Trafficking in Persons Report: Tier Placements")
