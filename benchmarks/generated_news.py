"""Generates news articles about the report as a WARC file; the same number and seed give the same bytes.

The sentences are written for the project; countries, days, tiers and numbers are random and do not follow any report.
One article in eight is a copy of an earlier one by another publisher, one in fifty cannot be read, one in fifty has
another subject.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from html import escape
from io import BytesIO
from pathlib import Path
from typing import Final

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from sources.reference.countries import country_rows
from sources.reference.editions import edition_rows

_PAPERS: Final = tuple(
    f"{place} {kind}"
    for place in ("Harbour", "Delta", "Highland", "Capital", "Border", "Valley", "Island", "Northern")
    for kind in ("Courier", "Observer", "Gazette", "Times", "Post")
)
_TIERS: Final = ("Tier 1", "Tier 2", "the Tier 2 Watch List", "Tier 3")
_MEASURES: Final = ("prosecutions", "convictions", "investigations")
_SPEAKERS: Final = (
    "Deputy Minister Ana Lopes",
    "police spokesman Karim Haddad",
    "shelter director Mai Tran",
    "lawyer Peter Okello",
    "the ambassador, Helen Marsh,",
)
_LEADS: Final = (
    "{country} was placed on {tier} in this year's Trafficking in Persons Report, which the US State Department"
    " released on {weekday}.",
    "The United States has put {country} on {tier} of its annual report on human trafficking.",
    "The State Department's {year} Trafficking in Persons Report ranks {country} on {tier}.",
    "{country} has been downgraded to {tier} from {other} in the US report on human trafficking.",
    "{country} kept its place on {tier} for the {ordinal} consecutive year, the {year} report says.",
)
_FACTS: Final = (
    "The report says courts handed down {n} {measure} in {before}, compared with {m} the year before.",
    "Authorities reported {n} {measure} last year, up from {m}.",
    "{neighbour}, {second} and {third} are on {other} this year.",
    "Among the neighbours only {neighbour} stands on {tier}.",
    "The government identified {n} victims, among them {m} children, the report notes.",
    "In {before} the country had been on {other}.",
)
_QUOTED: Final = (
    "“We have trained {n} officers in {place} and the courts are open to every victim,” said {speaker} on {weekday}.",
    "“Nobody in {place} should have to pay for a job with years of work,” {speaker} told reporters.",
    "“The report does not see what changed in the {m} months since the law was passed,” said {speaker}.",
)
_FILLERS: Final = (
    "Fishing boats that leave {place} carry men who were promised work on land and who see no port for months.",
    "In the market of {place} women told of recruiters who keep passports in a drawer and wages in a book.",
    "A new law gives labour inspectors {n} posts, of which {m} are filled so far, according to the ministry.",
    "The shelter in {place} has {m} beds and a garden, and its door has been repaired twice since {before}.",
    "Trade unions ask that fees be paid by those who hire, as in the brick works near {place}.",
    "At the bus station of {place} volunteers hand out cards with a telephone number that works at night.",
    "A court in {place} adjourned the case of a foreman until the {ordinal} week of the next month.",
    "Teachers in {place} say that children of the harvest season are missing on {weekday} mornings.",
    "The port authority of {place} counts {n} vessels and {m} inspectors, fewer than before the flood.",
    "Researchers who spoke with {n} returned workers near {place} found that {m} of them still owed money.",
)
_OFF_TOPIC: Final = "The harvest festival of {place} drew {n} visitors and {m} musicians on {weekday}."
_ORDINALS: Final = ("second", "third", "fourth")
_WEEKDAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")
_PLACES: Final = tuple(
    f"{first}{last}" for first in ("San", "Bel", "Kor", "Mar", "Tel", "Dun") for last in ("ora", "tal", "mere", "vik")
)
_MENU: Final = "".join(
    f'<li><a href="/{name.lower()}">{name}</a></li>'
    for name in ("World", "Politics", "Business", "Sport", "Culture", "Opinion", "Travel", "Science", "Letters")
)


@dataclass(frozen=True)
class Generated:
    """A page: its URL, time of capture and bytes."""

    url: str
    captured_at: str
    body: bytes


def generate(count: int, *, seed: int = 1) -> Iterator[Generated]:
    """Generates pages in order; only the last texts stay in memory, as originals of copies."""
    names = [row["name"] for row in country_rows() if row["first_edition"]]
    releases = {row["year"]: row["release_date"] for row in edition_rows() if row["family"] == "tip"}
    days = [day for year, day in sorted(releases.items()) if day is not None]
    draw = random.Random(seed)
    recent: list[tuple[date, str, list[str]]] = []
    for number in range(count):
        published, title, paragraphs = _article(draw, names, days)
        if recent and draw.random() < 0.125:
            first, title, original = draw.choice(recent)
            published = first + timedelta(days=draw.randrange(3))
            paragraphs = [f"From our correspondent in {draw.choice(_PLACES)}.", *original[: len(original) - 1]]
        else:
            recent = [*recent[-31:], (published, title, paragraphs)]
        kind = draw.random()
        if kind < 0.02:
            paragraphs = [_filled(_OFF_TOPIC, draw, names, published) for _ in range(12)]
            title = "A festival by the river"
        paper = draw.choice(_PAPERS)
        host = paper.lower().replace(" ", "-")
        url = f"https://www.{host}.example/{published:%Y/%m/%d}/{host[:3]}-{number:06}"
        archived = published + timedelta(days=1 + draw.randrange(2))
        body = _page(paper, url, published, title, paragraphs if kind < 0.98 else [])
        yield Generated(url, f"{archived}T{draw.randrange(24):02}:00:00Z", body.encode())


def write_archive(path: Path, pages: Iterator[Generated]) -> Path:
    """Writes pages as a WARC file with one gzip member per page."""
    with path.open("wb") as file:
        writer = WARCWriter(file, gzip=True)
        for page in pages:
            headers = StatusAndHeaders("200 OK", [("Content-Type", "text/html; charset=utf-8")], protocol="HTTP/1.1")
            named = {"WARC-Date": page.captured_at, "WARC-Record-ID": f"<urn:tip:{page.url}>"}
            writer.write_record(
                writer.create_warc_record(
                    page.url, "response", payload=BytesIO(page.body), http_headers=headers, warc_headers_dict=named
                )
            )
    return path


def _article(draw: random.Random, names: list[str], days: list[date]) -> tuple[date, str, list[str]]:
    published = draw.choice(days) + timedelta(days=int(draw.expovariate(1 / 12)))
    country = draw.choice(names)
    lead = _filled(draw.choice(_LEADS), draw, names, published, country)
    chosen = [
        *(draw.choice(_FACTS) for _ in range(draw.randrange(1, 4))),
        *(draw.choice(_QUOTED) for _ in range(draw.randrange(0, 3))),
        *(draw.choice(_FILLERS) for _ in range(draw.randrange(8, 20))),
    ]
    draw.shuffle(chosen)
    sentences = [lead, *(_filled(each, draw, names, published, country) for each in chosen)]
    paragraphs = [" ".join(sentences[at : at + 3]) for at in range(0, len(sentences), 3)]
    return published, f"{country} and the trafficking report of {published.year}", paragraphs


def _filled(form: str, draw: random.Random, names: list[str], day: date, country: str = "") -> str:
    tier, other = draw.sample(_TIERS, 2)
    neighbour, second, third = draw.sample(names, 3)
    return form.format(
        country=country,
        tier=tier,
        other=other,
        neighbour=neighbour,
        second=second,
        third=third,
        n=draw.randrange(20, 400),
        m=draw.randrange(2, 20),
        measure=draw.choice(_MEASURES),
        ordinal=draw.choice(_ORDINALS),
        weekday=draw.choice(_WEEKDAYS),
        place=draw.choice(_PLACES),
        speaker=draw.choice(_SPEAKERS),
        year=day.year,
        before=day.year - 1,
    )


def _page(paper: str, url: str, published: date, title: str, paragraphs: list[str]) -> str:
    body = "\n".join(f"<p>{escape(paragraph)}</p>" for paragraph in paragraphs)
    return f"""<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{escape(title)} | {paper}</title>
<link rel="canonical" href="{url}"><meta property="og:title" content="{escape(title)}">
<meta property="og:site_name" content="{paper}"><meta property="article:published_time" content="{published}T08:00:00Z">
<script>window.layer=window.layer||[];layer.push({{"page":"{url}"}})</script></head>
<body><header><a href="/">{paper}</a><nav><ul>{_MENU}</ul></nav></header>
<main><article><h1>{escape(title)}</h1><p class="byline">Staff reporter</p>
{body}
</article></main>
<aside><h3>Most read</h3><ul>{_MENU}</ul></aside><footer><p>All rights reserved by the {paper}.</p></footer>
</body></html>
"""
