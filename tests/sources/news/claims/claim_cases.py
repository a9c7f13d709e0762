"""The labelled sentences, and the comparison of claims with them."""

import re
from collections import Counter
from collections.abc import Sequence
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
    """An expected claim of a sentence.

    Attributes:
        state: `read` for nearly all; `missed` for a claim that is not read yet; `false` for a claim that is read and
            not made.
    """

    kind: str
    country: str
    value: str
    measure: str | None
    previous: str | None
    edition: int | None
    data_year: int | None
    state: str = "read"

    def matches(self, claim: Claim) -> bool:
        fields = (self.kind, self.country, self.value, self.measure, self.previous, self.edition, self.data_year)
        return fields == (
            claim.kind,
            claim.country,
            claim.value or "-",
            claim.measure,
            claim.previous_value,
            claim.report_year,
            claim.data_year,
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
            held_out = place % 3 == 0 and not heading.startswith("later")
            found.append(case_of(line, heading, held_out=held_out))
    return found


def case_of(line: str, heading: str = "", *, held_out: bool = False) -> Case:
    """The case in a line of the file. The first lines of the file define the format."""
    country, day, rest = line.split(" | ", 2)
    text, _, claims = rest.rpartition(" => ")
    published = date.fromisoformat(day)
    edition = calendar_of(published, RELEASES, None).edition
    expected = () if claims.strip() == "-" else tuple(_expected(part, edition) for part in claims.split(";"))
    return Case(heading, held_out, country, published, text.replace("\\n", "\n"), expected)


def _expected(text: str, edition: int | None) -> Expected:
    kind, country, value, *rest = text.split()
    state = {"!": "missed", "?": "false"}.get(kind[0], "read")
    kind = kind.lstrip("!?")
    to_come = edition + 1 if edition is not None else None
    values = {"previous": "-", "edition": str(to_come if kind == "forecast" else edition), "data_year": ""}
    measure = None
    for word in rest:
        if word[0] in MARKERS:
            values[MARKERS[word[0]]] = word[1:]
        else:
            measure = word
    year = _number(values["edition"])
    counts_before = kind in ("count", "multiplier") and year is not None
    data_year = _number(values["data_year"]) if values["data_year"] else year - 1 if counts_before and year else None
    previous = None if values["previous"] == "-" else values["previous"]
    return Expected(kind, country, value, measure, previous, year, data_year, state)


def _number(text: str) -> int | None:
    return None if text == "-" else int(text)


MARKERS = {"<": "previous", "@": "edition", "~": "data_year"}
RELEASES = [
    (row["year"], row["release_date"]) for row in edition_rows() if row["family"] == "tip" and row["release_date"]
]
TOPIC = "The annual Trafficking in Persons Report was published."


def read(case: Case) -> list[Claim]:
    language = LANGUAGES.get(case.country, "en") if case.heading.endswith("languages") else "en"
    text = case.text if re.search("traffick|trata|traite|tráfico", case.text) else f"{TOPIC}\n{case.text}"
    context = ArticleContext(calendar_of(case.published, RELEASES, None), language, case.country)
    return read_claims(text, mentions_of(text, language, None), context)


@dataclass(frozen=True)
class Comparison:
    """Comparison of the claims read from a sentence with the expected claims.

    Attributes:
        right: number of claims that are read and made.
        false: number of claims that are read and not made, with the known ones.
        missed: number of claims that are made and not read, with the known ones.
        problems: differences from the case in words; empty if there are none.
    """

    right: int
    false: int
    missed: int
    problems: tuple[str, ...]


def compare(case: Case, claims: Sequence[Claim] | None = None) -> Comparison:
    """Compares a case with the claims read from it.

    Args:
        case: sentence and expected claims.
        claims: the claims; by default they are read now.
    """
    left = list(read(case) if claims is None else claims)
    counts, problems = Counter[str](), []
    for expected in case.expected:
        match = next((claim for claim in left if expected.matches(claim)), None)
        if match is not None:
            left.remove(match)
            counts["right" if expected.state != "false" else "false"] += 1
            if expected.state == "missed":
                problems.append(f"is read now, remove its `!`: {expected}")
        else:
            counts["missed"] += expected.state != "false"
            if expected.state != "missed":
                problems.append(f"is not read: {expected}")
    problems += [f"is read and not expected: {claim}" for claim in left]
    return Comparison(counts["right"], counts["false"] + len(left), counts["missed"], tuple(problems))
