"""The labelled sentences, and how what is read compares with them."""

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sources.news.claims.claim import Claim
from sources.news.claims.reader import ArticleContext, mentions_of, read_claims
from sources.news.claims.years import calendar_of
from sources.reference.editions import edition_rows

CASES = Path(__file__).with_name("claim_sentences.txt")
LANGUAGES = {"MEX": "es", "BOL": "es", "CRI": "es", "VEN": "es", "ARG": "es", "MOZ": "pt", "AGO": "pt", "BRA": "pt"}
LANGUAGES |= {"CPV": "pt", "SEN": "fr", "CIV": "fr", "COM": "fr", "MDG": "fr", "HTI": "fr"}


@dataclass(frozen=True)
class Expected:
    kind: str
    country: str
    value: str
    measure: str | None = None
    previous: str | None = None
    edition: int | None = None
    data_year: int | None = None

    def matches(self, claim: Claim) -> bool:
        if (self.kind, self.country, self.measure) != (claim.kind, claim.country, claim.measure):
            return False
        return (
            (claim.value or "-") == self.value
            and self.previous in (None, claim.previous_value)
            and self.edition in (None, claim.report_year)
            and self.data_year in (None, claim.data_year)
        )


@dataclass(frozen=True)
class Case:
    heading: str
    held_out: bool
    country: str
    published: date
    text: str
    expected: tuple[Expected, ...]


def cases() -> list[Case]:
    found, heading, place = [], "", 0
    for line in CASES.read_text(encoding="utf-8").splitlines():
        if line.startswith("## "):
            heading, place = line[3:].strip(), 0
        elif line and not line.startswith("#"):
            place += 1
            country, day, rest = line.split(" | ", 2)
            text, _, claims = rest.rpartition(" => ")
            expected = tuple(_expected(part) for part in claims.split(";") if part.strip() != "-")
            held_out = place % 3 == 0 and not heading.startswith("later")
            text = text.replace("\\n", "\n")
            found.append(Case(heading, held_out, country, date.fromisoformat(day), text, expected))
    return found


def _expected(text: str) -> Expected:
    kind, country, value, *rest = text.split()
    fields: dict[str, object] = {}
    for word in rest:
        if word[0] == "<":
            fields["previous"] = word[1:]
        elif word[0] == "@":
            fields["edition"] = int(word[1:])
        elif word[0] == "~":
            fields["data_year"] = int(word[1:])
        else:
            fields["measure"] = word
    return Expected(kind, country, value, **fields)  # type: ignore[arg-type]


RELEASES = [
    (row["year"], row["release_date"]) for row in edition_rows() if row["family"] == "tip" and row["release_date"]
]
TOPIC = "The annual Trafficking in Persons Report was published."


def read(case: Case) -> list[Claim]:
    language = LANGUAGES.get(case.country, "en") if case.heading.endswith("languages") else "en"
    text = case.text if re.search("traffick|trata|traite|tráfico", case.text) else f"{TOPIC}\n{case.text}"
    context = ArticleContext(calendar_of(case.published, RELEASES, None), language, case.country)
    return read_claims(text, mentions_of(text, language, None), context)


def compare(case: Case) -> tuple[int, list[Claim], list[Expected]]:
    """Claims that were found, claims that should not have been made, claims that were missed."""
    claims, missed, right = read(case), [], 0
    for expected in case.expected:
        match = next((claim for claim in claims if expected.matches(claim)), None)
        if match is None:
            missed.append(expected)
        else:
            claims.remove(match)
            right += 1
    return right, claims, missed
