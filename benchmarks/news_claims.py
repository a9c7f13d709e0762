"""Quality and speed of reading claims, on the labelled sentences of the tests: `python -m benchmarks.news_claims`.

Prints precision and recall by heading, for the sentences that the reader was tuned on and for the held-out ones, then
articles per second of one core for the whole reader (countries, claims, quotations).
"""

import time
from collections import defaultdict

from sources.archive.capture import Capture, digest_of
from sources.news.article_rows import read_article
from tests.sources.news.claims.claim_cases import cases, compare


def quality() -> None:
    counted: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0, 0])
    for case in cases():
        found = compare(case)
        part = "held out" if case.held_out else "tuned"
        for key in ((case.heading, part), ("all", part)):
            counted[key] = [a + b for a, b in zip(counted[key], (found.right, found.false, found.missed), strict=True)]
    for (heading, part), (right, false, missed) in sorted(counted.items()):
        precision = right / (right + false) if right + false else 1.0
        recall = right / (right + missed) if right + missed else 1.0
        print(f"{heading:<12} {part:<9} claims {right + missed:>4}  precision {precision:.3f}  recall {recall:.3f}")


def speed() -> None:
    text = "\n".join(case.text for case in cases() if case.heading != "languages")
    chunks = [text[at : at + 5_000] for at in range(0, len(text) - 5_000, 5_000)]
    captures = [
        Capture(
            f"https://paper.example/{n}", "2026-01-01T00:00:00Z", chunk.encode(), digest_of(chunk.encode()), "archive"
        )
        for n, chunk in enumerate(f"The 2014 Trafficking in Persons report is out.\n{chunk}" for chunk in chunks)
    ]
    plain = [Capture(**{**capture.__dict__, "content_type": "text/plain"}) for capture in captures]
    read_article(plain[0])  # loads models and tables before the measurement
    started = time.process_time()
    claims = sum(len(read_article(capture).rows.get("news_claims", ())) for capture in plain)
    spent = time.process_time() - started
    print(f"{len(plain)} texts of 5,000 characters, {claims} claims: {len(plain) / spent:.1f} texts/s of a core")


if __name__ == "__main__":
    quality()
    speed()
