"""Pages of editions before 2019, for tests."""

from sources.archive.capture import Capture, digest_of
from sources.state_department.pages import ParsedPage, read_page

OLD = "https://2001-2009.state.gov/g/tip/rls/tiprpt"
MIDDLE = "https://2009-2017.state.gov/j/tip/rls/tiprpt"
NOW = "https://www.state.gov/j/tip/rls/tiprpt"
MEETS = "The Government of {} fully complies with the minimum standards for the elimination of trafficking."


def narrative(country: str, tier: str = "Tier 1", text: str = "Courts sat.", heading: str = "{} ({})") -> str:
    return (
        f"<p><b>{heading.format(country.upper(), tier)}</b></p><p>People come to {country}.</p>"
        f"<p>{MEETS.format(country)}</p><p><b>Prosecution</b><br>{text}</p><p><b>Protection</b><br>Beds were free.</p>"
        f"<p><b>Prevention</b><br>Posters were hung.</p>"
    )


def page(*narratives: str, title: str = "Country Narratives -- Countries H through R", year: int = 2008) -> bytes:
    return (
        f'<html><head><title>{title}</title></head><body><h2 id="page-title">{title}</h2><div id="templateFields">'
        f'<span class="report_name_-_other">Trafficking in Persons Report {year}</span></div><div id="templateFields">'
        f'</div><div id="centerblock">{"".join(narratives)}</div></body></html>'
    ).encode()


def read(body: bytes, url: str = f"{MIDDLE}/2008/105388.htm") -> ParsedPage:
    return read_page(Capture(url, "2025-01-01T00:00:00Z", body, digest_of(body), "archive"))


def countries(parsed: ParsedPage) -> list[str]:
    return sorted({row["country"] for row in parsed.sections})
