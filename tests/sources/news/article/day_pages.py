"""Small pages over all kinds of markup that name days, each with the day it was published (`day_pages.csv`).

The day of a page is decided when the page is written, before the reader is run on it. Without a day, either no day can
be read, or the certainty in the row is expected of whatever is read.
"""

import csv
from pathlib import Path
from typing import Final, NamedTuple

HEADLINE: Final = "Cambodia kept on the list of worst offenders"
_PARAGRAPHS: Final = (
    "Cambodia remains on Tier 3 of the Trafficking in Persons Report, the State Department said. It was released"
    " in Washington in the presence of diplomats and of organisations that work with victims of trafficking abroad.",
    "Officials in the capital rejected the ranking. They pointed to new courts, to trained police officers and to the"
    " shelters that opened in two provinces since the last review of the country by the same office of the department.",
)


class DayPage(NamedTuple):
    """A page: its kind of markup, name, address, markup, and the day, certainty and day of change that are expected."""

    kind: str
    name: str
    url: str
    markup: str
    day: str
    certainty: str
    modified: str


def page(row: dict[str, str]) -> str:
    """A news page with what a row adds to its head, above the article, around its text and beside it."""
    text = "".join(f"<p>{paragraph}</p>" for paragraph in _PARAGRAPHS)
    return (
        f'<!doctype html><html lang="{row["language"]}"><head><meta charset="utf-8">'
        f"<title>{HEADLINE} - The Paper</title>"
        f'{row["head"]}</head><body><header class="site-header"><a href="/">The Paper</a>{row["top"]}</header>'
        f"<main><article><h1>{HEADLINE}</h1>{row['byline']}<div class='body'>{text}</div>{row['below']}</article>"
        f"</main>"
        f"{row['aside']}<footer>Copyright 1998-2024 The Paper</footer></body></html>"
    )


def day_pages() -> list[DayPage]:
    """All pages in their order."""
    path = Path(__file__).with_suffix(".csv")
    with path.open(encoding="utf-8", newline="") as stream:
        return [
            DayPage(row["kind"], row["name"], row["url"], page(row), row["day"], row["certainty"], row["modified"])
            for row in csv.DictReader(stream)
        ]
