"""Quality and speed of reading article text, on the pages of article-extraction-benchmark.

The measure is that of the benchmark: F1 of the mean precision and mean recall over shingles of four words. Prints pages
per second of one core, compared with trafilatura alone: `python -m benchmarks.article_text [FOLDER]`.
"""

import gzip
import json
import re
import statistics
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from selectolax.lexbor import LexborHTMLParser
from trafilatura import extract

from sources.html.decode import decode
from sources.news.article.markup import clean_markup
from sources.news.article.metadata import read_metadata
from sources.news.article.text import article_text
from sources.news.relevance import looks_relevant
from sources.problems import PageProblemError

FOLDER = Path(__file__).resolve().parents[2] / "shared" / "corpus" / "news_articles"
WORD = re.compile(r"\w+")
FLOOR = 0.965


def shingles(text: str) -> Counter[tuple[str, ...]]:
    words = WORD.findall(text)
    runs = (tuple(words[at : at + 4]) for at in range(max(1, len(words) - 3)))
    return Counter(run for run in runs if run)


def score(pairs: list[tuple[str, str]]) -> tuple[float, float, float]:
    """F1, precision and recall of (true, read) texts."""
    precisions, recalls = [], []
    for true, read in pairs:
        expected, found = shingles(true), shingles(read)
        both = sum((expected & found).values())
        if found:
            precisions.append(both / sum(found.values()))
        if expected:
            recalls.append(both / sum(expected.values()))
    precision, recall = statistics.mean(precisions), statistics.mean(recalls)
    return 2 * precision * recall / (precision + recall), precision, recall


def project_text(name: str, body: bytes) -> str:
    light = clean_markup(decode(body, None).text, name)
    tree = LexborHTMLParser(light)
    return article_text(tree, read_metadata(tree, f"https://news.example/{name}").title, name)


def trafilatura_text(name: str, body: bytes) -> str:
    return extract(body.decode("utf-8", "replace")) or ""


def run(reader: Callable[[str, bytes], str], pages: dict[str, bytes]) -> tuple[dict[str, str], float, list[str]]:
    """Texts by page, pages per CPU second, and failures."""
    texts: dict[str, str] = {}
    failed: list[str] = []
    started = time.process_time()
    for name, body in pages.items():
        try:
            texts[name] = reader(name, body)
        except PageProblemError as problem:
            texts[name] = ""
            failed.append(f"{problem.problem}: {problem.detail}")
    return texts, len(pages) / (time.process_time() - started), failed


def main(folder: Path) -> int:
    truth = json.loads((folder / "ground_truth.json").read_text(encoding="utf-8"))
    pages = {name: gzip.decompress((folder / f"{name}.html.gz").read_bytes()) for name in truth}
    project_text("warm", next(iter(pages.values())))  # loads models and tables before the measurement
    exit_code = 0
    for label, reader in (("this project", project_text), ("trafilatura", trafilatura_text)):
        texts, speed, failed = run(reader, pages)
        f1, precision, recall = score([(truth[name]["articleBody"], texts[name]) for name in truth])
        print(f"{label:<17} F1 {f1:.4f}  precision {precision:.4f}  recall {recall:.4f}  {speed:.1f} pages/s of a core")
        print(*(f"  failed: {line}" for line in failed), sep="\n", end="\n" if failed else "")
        if reader is project_text and (f1 < FLOOR or failed):
            exit_code = 1
    started = time.process_time()
    passed = sum(map(looks_relevant, pages.values()))
    spent = time.process_time() - started
    print(f"first pass over bytes: {len(pages) / spent:,.0f} pages/s of a core; {passed} of {len(pages)} let through")
    return exit_code


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER))
