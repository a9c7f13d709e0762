"""A bare pass over the pages of a WARC file, with one library and nothing else.

    python -m benchmarks.bare_pass lexbor|soup|warcio|fastwarc FILE

`lexbor` parses every page and reads the text of its body; `soup` reads the paragraphs with BeautifulSoup over lxml;
`warcio` and `fastwarc` only read the records.
"""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path


def bodies(path: Path) -> Iterator[bytes]:
    """The bodies of the responses of a file."""
    from fastwarc.warc import ArchiveIterator, WarcRecordType

    with path.open("rb") as stream:
        for record in ArchiveIterator(stream, record_types=WarcRecordType.response):
            yield record.reader.read()


def lexbor(path: Path) -> int:
    from selectolax.lexbor import LexborHTMLParser

    return sum(len(LexborHTMLParser(body).body.text()) for body in bodies(path))


def soup(path: Path) -> int:
    from bs4 import BeautifulSoup

    pages = (BeautifulSoup(body, "lxml") for body in bodies(path))
    return sum(len(paragraph.get_text()) for page in pages for paragraph in page.find_all("p"))


def fastwarc(path: Path) -> int:
    return sum(map(len, bodies(path)))


def warcio(path: Path) -> int:
    from warcio.archiveiterator import ArchiveIterator

    with path.open("rb") as stream:
        return sum(len(record.content_stream().read()) for record in ArchiveIterator(stream))


PASSES: dict[str, Callable[[Path], int]] = {"lexbor": lexbor, "soup": soup, "fastwarc": fastwarc, "warcio": warcio}


if __name__ == "__main__":
    print(PASSES[sys.argv[1]](Path(sys.argv[2])))
