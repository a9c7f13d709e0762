"""The yardstick: one core, lexbor alone, the text of every page of a WARC file; no checks, no tables, no release."""

import sys

from fastwarc.warc import ArchiveIterator, WarcRecordType
from selectolax.lexbor import LexborHTMLParser


def main(path: str) -> None:
    words = pages = 0
    with open(path, "rb") as file:  # noqa: PTH123
        for record in ArchiveIterator(file, record_types=WarcRecordType.response, parse_http=True):
            tree = LexborHTMLParser(record.reader.read())
            root = tree.css_first("#report_content") or tree.css_first(".report__main")
            words += len(root.text().split()) if root is not None else 0
            pages += 1
    print(f"{pages} pages, {words:,} words")


if __name__ == "__main__":
    main(sys.argv[1])
