"""Recognition of files of Common Crawl's news crawl (CC-NEWS). Other files need no reader of news."""

from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from fastwarc.warc import ArchiveIterator, WarcRecordType

from sources.archive.index import Index

if TYPE_CHECKING:
    from sources.news.discovery.common_crawl import NewsFilter

_NAME: Final = "cc-news"
_INFO_BYTES: Final = 4096


def is_news_crawl(path: Path) -> bool:
    """Whether a WARC file belongs to CC-NEWS, by its name or by its first record."""
    if _NAME in path.name.lower():
        return True
    with path.open("rb") as file, suppress(OSError, ValueError, EOFError):
        for record in ArchiveIterator(file, record_types=WarcRecordType.any_type, parse_http=False):
            info = f"{record.headers.get('WARC-Filename')} {record.reader.read(_INFO_BYTES).decode('utf-8', 'replace')}"
            return record.record_type == WarcRecordType.warcinfo and _NAME in info.lower()
    return False


def filter_of(path: Path, index: Index, at: datetime) -> "NewsFilter | None":
    """The filter that selects the pages of a news crawl; None for any other file, of which all pages are imported.

    Args:
        path: the file.
        index: the index of the archive, which stores the candidates.
        at: the time of the import.
    """
    if not is_news_crawl(path):
        return None
    from sources.news.discovery.common_crawl import NewsFilter  # noqa: PLC0415 - it imports the readers of news

    return NewsFilter(index, at)
