"""Days of publication: right, wrong and missing days on the 385 real pages of htmldate's published evaluation.

    python -m benchmarks.news_days [--half read|scored] [--show wrong|none] [--explain]

Prints this project's reader beside htmldate on the whole page. The pages are split by a hash of their address: those
of the half `read` may be looked at, those of the half `scored` are only counted. The WARC records have one invented
date, which lies before many of the pages were published; `dated` counts with it, `undated` without a day of capture.
"""

import argparse
import csv
import hashlib
import time
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path

from fastwarc.warc import ArchiveIterator
from htmldate import find_date

from sources.html.decode import decode
from sources.news.article.article import days_of_page
from sources.news.article.dates.weigh import Publication
from sources.problems import PageProblemError

SHARED = Path(__file__).resolve().parents[2] / "shared"
PAGES = SHARED / "corpus" / "news_dates.warc.gz"
LABELS = SHARED / "evaluation" / "news_dates.csv"


def half_of(url: str) -> str:
    """The half of a page, by a hash of its address."""
    return "read" if hashlib.sha256(url.encode()).digest()[0] % 2 == 0 else "scored"


def pages(half: str | None) -> dict[str, tuple[str, bytes]]:
    """Capture day and bytes of the pages by address."""
    found = {}
    with PAGES.open("rb") as stream:
        for record in ArchiveIterator(stream):
            url = record.headers["WARC-Target-URI"]
            if half in (None, half_of(url)):
                found[url] = (record.headers["WARC-Date"], record.reader.read())
    return found


def by_project(url: str, body: bytes, captured: str | None) -> Publication:
    """What this project reads."""
    try:
        return days_of_page(decode(body, None).text, url, date.fromisoformat(captured[:10]) if captured else None)
    except PageProblemError:
        return Publication()


def by_htmldate(_: str, body: bytes, *, extensive: bool) -> Publication:
    """What htmldate finds on the whole page."""
    found = find_date(body, original_date=True, extensive_search=extensive)
    return Publication(date.fromisoformat(found) if found else None)


def outcome(found: Publication, expected: str) -> str:
    """How a day compares with the label."""
    if found.day is None:
        return "none"
    return "right" if str(found.day) == expected else "wrong"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--half", choices=("read", "scored"))
    parser.add_argument("--show", choices=("wrong", "none", "right"), help="list pages of the half that may be read")
    options = parser.parse_args()
    with LABELS.open(encoding="utf-8", newline="") as stream:
        labels = {row["url"]: row["date"] for row in csv.DictReader(stream)}
    held = pages(options.half)
    readers: dict[str, Callable[[str, str, bytes], Publication]] = {
        "this project, dated": lambda url, captured, body: by_project(url, body, captured),
        "this project, undated": lambda url, _, body: by_project(url, body, None),
        "htmldate": lambda url, _, body: by_htmldate(url, body, extensive=False),
        "htmldate, extensive": lambda url, _, body: by_htmldate(url, body, extensive=True),
    }
    by_project(*next((url, body, None) for url, (_, body) in held.items()))  # loads tables before the measurement
    print(f"{len(held)} pages\n\n| reader | right | wrong | of these sure | none | right and sure | ms a page |")
    print("|---|---|---|---|---|---|---|")
    for name, reader in readers.items():
        counts: Counter[str] = Counter()
        started = time.process_time()
        results = {url: reader(url, captured, body) for url, (captured, body) in held.items()}
        spent = 1000 * (time.process_time() - started) / len(held)
        for url, found in results.items():
            said = outcome(found, labels[url])
            counts[said] += 1
            counts[f"{said} {found.certainty}"] += 1
            if options.show == said and name == "this project, dated" and half_of(url) == "read":
                print("   ", labels[url], found.day, found.source, found.certainty, url)
        print(
            f"| {name} | {counts['right']} | {counts['wrong']} | {counts['wrong sure']} | {counts['none']}"
            f" | {counts['right sure']} | {spent:.1f} |"
        )


if __name__ == "__main__":
    main()
