"""Speakers of quotations: right, wrong and missing ones on the project's own labelled texts.

    python -m benchmarks.news_speakers [--errors]

The texts and their labels are in `benchmarks/data/news_speakers.*`; the reader was written with the part `read` at
hand and without the part `scored`. `none` and `not read` are quotations whose speaker is named: read without a speaker
or not read as a quotation. `unnamed` are quotations without a named speaker. An office is also `none` where the
quotation is not read. Errors are shown only of the part `read`; the part `scored` is only counted.
"""

import argparse
import csv
import re
from collections import Counter
from pathlib import Path

from sources.news.quotations.quotes import Quote, read_quotes

DATA = Path(__file__).resolve().parent / "data"
SPEAKER_OUTCOMES = ("right", "wrong", "none", "not read", "unnamed: none", "unnamed: invented", "unnamed: not read")
OFFICE_OUTCOMES = ("right", "in part", "wrong", "none", "invented", "rightly none")
FINE = frozenset({"right", "unnamed: none", "rightly none"})
ARTICLES = frozenset({"a", "an", "the", "el", "la", "le", "o"})


def texts() -> dict[str, tuple[str, str]]:
    """Group of languages and text by id."""
    lines = (DATA / "news_speakers.txt").read_text(encoding="utf-8").splitlines()
    rows = [line.split("|", 2) for line in lines if not line.startswith("#")]
    return {
        name: ("English" if language == "en" else "es, pt, fr", text.replace("\\n", "\n"))
        for name, language, text in rows
    }


def words(text: str | None) -> list[str]:
    """The words of a text, without marks and without case."""
    return re.findall(r"\w+", (text or "").casefold())


def speaker_outcome(quote: Quote | None, expected: str) -> str:
    """How a speaker compares with the label: the whole name must agree."""
    if not expected:
        return "unnamed: " + ("not read" if quote is None else "invented" if quote.speaker else "none")
    if quote is None:
        return "not read"
    if not quote.speaker:
        return "none"
    return "right" if words(quote.speaker) == words(expected) else "wrong"


def office_outcome(found: str | None, expected: str) -> str:
    """How an office compares with the label; `in part` if all words of one are in the other."""
    said, label = set(words(found)) - ARTICLES, set(words(expected)) - ARTICLES
    if not said:
        return "none" if label else "rightly none"
    if not label:
        return "invented"
    if said == label:
        return "right"
    return "in part" if said <= label or label <= said else "wrong"


def read_quote(label: dict[str, str], quotes: list[Quote]) -> Quote | None:
    """The quotation with the words of a label."""
    return next((quote for quote in quotes if words(quote.quote) == words(label["quote"])), None)


def table(title: str, outcomes: tuple[str, ...], counts: Counter[tuple[str, str, str]]) -> None:
    """Prints the counts of the outcomes of both parts, by language."""
    print(f"\n| {title} | {' | '.join(outcomes)} |\n|{'---|' * (len(outcomes) + 1)}")
    for part in ("read", "scored"):
        for group in ("English", "es, pt, fr"):
            print(f"| {part}, {group} | {' | '.join(str(counts[part, group, outcome]) for outcome in outcomes)} |")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--errors", action="store_true", help="list the errors of the part that may be read")
    options = parser.parse_args()
    read = {name: (group, read_quotes(text)) for name, (group, text) in texts().items()}
    speakers: Counter[tuple[str, str, str]] = Counter()
    offices: Counter[tuple[str, str, str]] = Counter()
    with (DATA / "news_speakers.csv").open(encoding="utf-8", newline="") as stream:
        labels = list(csv.DictReader(stream))
    for label in labels:
        part, (group, quotes) = label["part"], read[label["text"]]
        quote = read_quote(label, quotes)
        of_speaker = speaker_outcome(quote, label["speaker"])
        of_office = office_outcome(quote.affiliation if quote else None, label["role"])
        speakers[part, group, of_speaker] += 1
        offices[part, group, of_office] += 1
        if options.errors and part == "read" and {of_speaker, of_office} - FINE:
            print(f"{label['text']} {of_speaker}; office {of_office}: {label['quote']}")
            said = (quote.speaker, quote.affiliation) if quote else ()
            print(f"     label: {label['speaker']}, {label['role']}; read: {said}")
    table("speaker", SPEAKER_OUTCOMES, speakers)
    table("office", OFFICE_OUTCOMES, offices)


if __name__ == "__main__":
    main()
