"""Takes an article out of a home at its publisher's wish: out of the archive with its bytes, and out of staging."""

import getpass
import os
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from assets.pipeline.build.news_in_use import forget_pages_in_use
from assets.pipeline.build.tables import build_table
from assets.pipeline.home.home import Home
from assets.pipeline.home.lock import writing
from assets.pipeline.ingest.sending import send_archive
from assets.pipeline.plan.staleness import plan_of, stale_editions
from assets.pipeline.read.editions import stage_editions
from sources.archive.capture import Entry
from sources.archive.forgotten import Forgotten, append_forgotten
from sources.archive.removal import remove_pages
from sources.fetch.clock import stamp
from sources.news.article.address import article_key
from sources.registry.address import clean, page_key
from sources.registry.families import NEWS
from warehouse.builds.registry import all_builds


class NotForgettableError(Exception):
    """The archive has no such article, or the page is one of a report; the message says which in one line."""


@dataclass(frozen=True)
class ForgottenArticle:
    """What was taken out.

    Attributes:
        urls: its addresses in the archive.
        captures: number of captures.
        tables: staged tables that were built again.
    """

    urls: tuple[str, ...]
    captures: int
    tables: tuple[str, ...]


def forget_article(home: Home, url: str, reason: str, by: str | None = None) -> ForgottenArticle:
    """Takes an article out of the archive and of staging. The next run publishes a release without it.

    Releases that were published before are not changed.

    Args:
        home: the home.
        url: an address of the article.
        reason: why.
        by: who takes it out; by default the name of the user.

    Raises:
        NotForgettableError: the archive has no such article, or it is a page of a report.
        BusyError: another process writes to the archive.
        StoreError: the object store of the archive failed. Where that was before the bytes were taken out of the home,
            nothing was; the same command does it. Otherwise the next run deletes the bytes in the store.
    """
    with writing(home.folder, "archive"), home.archive() as archive:
        entries = _entries_of(archive.index.all_entries(), url)
        if not entries:
            raise NotForgettableError(f"the archive has no capture of {url}")
        if families := sorted({entry.family for entry in entries if entry.family not in (None, NEWS)}):
            raise NotForgettableError(f"{url} is a page of {families[0]}; `tip refuse` takes a report page out of use")
        now = stamp(datetime.now(UTC))
        urls = tuple(dict.fromkeys(entry.url for entry in entries))
        for each in urls:  # first, so that nothing archives them again after a crash
            append_forgotten(home.archive_folder, Forgotten(each, reason, by or _user_name(), now))
        keys = {entry.page_key for entry in entries}
        removed = remove_pages(home.archive_folder, archive.index, keys)
    send_archive(home)
    return ForgottenArticle(urls, removed.captures, _restaged(home))


def _entries_of(entries: Iterable[Entry], url: str) -> list[Entry]:
    """The captures of an article, under each of its addresses."""
    key, article = page_key(clean(url)), article_key(clean(url))
    return [
        entry
        for entry in entries
        if entry.page_key == key or (entry.family == NEWS and article_key(clean(entry.url)) == article)
    ]


def _restaged(home: Home) -> tuple[str, ...]:
    """Stages the stale news and every table made from them again, where they were staged; returns the tables."""
    editions = [key for key in stale_editions(home) if key.family == NEWS and home.staging.edition(key) is not None]
    if not editions:
        return ()
    list(stage_editions(home, editions))
    forget_pages_in_use(home.staging)
    tables = [name for name in plan_of(home).stale_tables if home.staging.table(name) is not None]
    for name in tables:
        build_table(home, all_builds()[name])
    home.staging.remove_leftovers()
    return tuple(tables)


def _user_name() -> str:
    """The name of the user; the number where the machine has no name for it."""
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return f"user {os.getuid()}"
