"""Speed of sifting a news WARC file: pages a second and CPU time, where hardly any page concerns the report.

    python -m benchmarks.sifting [PAGES]

The file has the real news pages of the material beside the clone, again and again under other addresses, and one
generated article about the report in a thousand.
"""

import gzip
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from benchmarks.generated_news import Generated, generate, write_archive
from sources.news.discovery.sifting import sift
from tests.support import CORPUS

_ONE_IN = 1_000


def pages(count: int) -> Iterator[Generated]:
    """Real pages, and now and then an article about the report."""
    bodies = [gzip.decompress(path.read_bytes()) for path in sorted((CORPUS / "corpus/news_articles").glob("*.gz"))]
    articles = generate(count)
    for number in range(count):
        if number % _ONE_IN == 0:
            yield next(articles)
        else:
            body = bodies[number % len(bodies)]
            yield Generated(f"https://www.paper.example/{number}", "2025-06-01T00:00:00Z", body)


def main() -> None:
    """Sifts one file."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 4_000
    with tempfile.TemporaryDirectory() as folder:
        path = write_archive(Path(folder, "cc-news.warc.gz"), islice(pages(count), count))
        size = path.stat().st_size
        sift(write_archive(Path(folder, "first.warc.gz"), pages(1)), Path(folder, "imported.warc.gz"))
        began, cpu = time.perf_counter(), time.process_time()
        sifted = sift(path, Path(folder, "pages.warc.gz"))
        seconds, used = time.perf_counter() - began, time.process_time() - cpu
    print(
        f"{count:,} pages, {size / count / 1000:.1f} KB each in the file: {seconds:.1f} s, CPU {used:.1f} s,"
        f" {used / count * 1000:.2f} ms a page, {size / used / 1e6:.0f} MB a CPU second; {sifted.kept} kept,"
        f" {sifted.outcomes}"
    )


if __name__ == "__main__":
    main()
