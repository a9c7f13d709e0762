"""The readers beside the bare libraries, in one process on one core."""

import gzip
import json
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime
from multiprocessing import get_context

from selectolax.lexbor import LexborHTMLParser

from benchmarks.bare_pass import bodies
from benchmarks.figures import Line
from benchmarks.options import Options
from benchmarks.statistics_narratives import SLUGS
from sources.archive.capture import Capture, digest_of
from sources.archive.warc import read_warc
from sources.html.decode import decode
from sources.language.repair import repair
from sources.language.sentences import read_sentences
from sources.news.article_rows import read_article
from sources.state_department.pages import read_page
from sources.state_department.statistics import TextSection, read_statistics

TITLE = "Readers"
NOTE = (
    "CPU seconds of one core, the readers in turn. Articles are the pages of article-extraction-benchmark for which the"
    " text is published. None is about the report, so no claims and quotations are read from them. trafilatura is"
    " called with the options of the project. `ratio` is the speed beside the line before."
)
_PAGES = 100


def missing(options: Options) -> str | None:
    """The real pages and articles are needed."""
    needed = (options.pages, options.shared / "corpus" / "news_articles", _narratives_file(options))
    return next((f"{path} is missing" for path in needed if not path.exists()), None)


def measured(options: Options) -> Iterator[Line]:
    """Measures each reader beside its bare library."""
    pages = _report_pages(options)
    size = sum(len(page.body) for page in pages)
    yield from _beside(
        options.runs,
        size,
        ("report pages: lexbor, the text", lambda: [LexborHTMLParser(page.body).body.text() for page in pages]),
        ("report pages: rows", lambda: [read_page(page) for page in pages]),
    )
    yield from _beside(
        options.runs,
        sum(map(len, bodies(options.pages))),
        ("WARC file: fastwarc", lambda: sum(map(len, bodies(options.pages)))),
        ("WARC file: records of the archive", lambda: sum(1 for _ in read_warc(options.pages))),
    )
    articles = _articles(options)
    size = sum(len(article.body) for article in articles)
    yield from _beside(
        options.runs,
        size,
        ("articles: trafilatura", lambda: list(map(_trafilatura, articles))),
        ("articles: text, day, claims, quotations", lambda: list(map(read_article, articles))),
    )
    yield from _on_two_cores(options.runs, articles, size)
    narratives = _narratives(options)
    size = sum(len(section.text) for sections in narratives for section in sections)
    yield from _beside(
        options.runs,
        size,
        ("narratives: sentences", lambda: [read_sentences(each.text) for n in narratives for each in n]),
        ("narratives: statistics", lambda: [read_statistics(n, 2018) for n in narratives]),
    )


def _beside(runs: int, size: int, bare: tuple[str, Callable[[], object]], own: tuple[str, Callable[[], object]]):
    spent: dict[str, list[float]] = {bare[0]: [], own[0]: []}
    for run in range(runs + 1):
        for what, work in (bare, own):
            began = time.process_time()
            work()
            if run:  # the first run loads models and tables
                spent[what].append(time.process_time() - began)
    for what, seconds in spent.items():
        values = {"MB/s": [size / 1e6 / each for each in seconds], "CPU s": seconds}
        if what == own[0]:
            values["ratio"] = [a / b for a, b in zip(spent[bare[0]], seconds, strict=True)]
        yield Line(what, values)


def _on_two_cores(runs: int, articles: Sequence[Capture], size: int) -> Iterator[Line]:
    """Article reading in two processes beside one of them, by wall seconds of many articles."""
    many = list(articles) * 2
    spent: dict[int, list[float]] = {1: [], 2: []}
    for processes, seconds in spent.items():
        with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
            list(pool.map(_read, many, chunksize=10))
            for _ in range(runs):
                began = time.perf_counter()
                list(pool.map(_read, many, chunksize=10))
                seconds.append(time.perf_counter() - began)
    for processes, seconds in spent.items():
        values = {"MB/s": [2 * size / 1e6 / each for each in seconds]}
        if processes == 2:
            values["ratio"] = [one / two for one, two in zip(spent[1], seconds, strict=True)]
        yield Line(f"articles: {processes} process{'es' if processes > 1 else ''}, wall", values)


def _read(article: Capture) -> int:
    return len(read_article(article).text)


def _trafilatura(article: Capture) -> str:
    from trafilatura import extract

    page = decode(article.body, None).text
    return extract(page, favor_precision=True, include_comments=False, include_tables=False, fast=True) or ""


def _report_pages(options: Options) -> list[Capture]:
    records = (record for record in read_warc(options.pages) if not isinstance(record, Exception))
    found = []
    for record in records:
        if hasattr(record, "body") and len(found) < _PAGES:
            digest = digest_of(record.body)
            found.append(Capture(record.url, record.captured_at, record.body, digest, "archive", 200))
    return found


def _articles(options: Options) -> list[Capture]:
    folder = options.shared / "corpus" / "news_articles"
    now = datetime(2026, 1, 1, tzinfo=UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    found = []
    for name in sorted(json.loads((folder / "ground_truth.json").read_text(encoding="utf-8"))):
        body = gzip.decompress((folder / f"{name}.html.gz").read_bytes())
        found.append(Capture(f"https://news.example/{name}", now, body, digest_of(body), "archive"))
    return found


def _narratives_file(options: Options):
    return options.shared / "corpus" / "tip_2018_narratives.json"


def _narratives(options: Options) -> list[list[TextSection]]:
    texts = json.loads(_narratives_file(options).read_text(encoding="utf-8"))
    return [
        [TextSection(SLUGS[name], at, repair(text).text) for at, (name, text) in enumerate(n["sections"].items(), 1)]
        for n in texts
    ]
