"""The news pages in use over all years, and the original of each article that is a copy."""

import json
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

import polars as pl

from sources.news.copies import ArticleSignature, originals
from sources.registry.families import NEWS
from warehouse.builds.code_version import code_version
from warehouse.staging.area import StagingArea
from warehouse.staging.files import digest, write_file
from warehouse.staging.news_batches import CHOICE, PAGE, in_use, scan_batches

_FOLDER: Final = "in_use"

_COLUMNS: Final = (*PAGE, "article_id", "content", "batch", "original_id")

_READING: Final = (*PAGE, *CHOICE, "published", "signature", "content", "batch")

_MAX_CHANGED: Final = 20_000
"""The most changed articles whose rows are put among the others; with more of them all rows are sorted again."""


def staged_batches(staging: StagingArea) -> dict[str, list[Path]]:
    """The batch files of all news, by year."""
    return {
        str(key.year): [staging.batches(key).path(name) for name in (staging.edition(key) or {})["batches"]]
        for key in staging.editions()
        if key.family == NEWS
    }


def batch_digests(staging: StagingArea) -> dict[str, str]:
    """The digest of the batches of each year."""
    return {
        year: digest("\n".join(path.stem for path in paths).encode()) for year, paths in staged_batches(staging).items()
    }


def pages_in_use(staging: StagingArea) -> pl.DataFrame:
    """The parsed pages in use of all news: columns `PAGE`, `article_id`, `content`, `batch`, the name of its batch, and
    `original_id`, the original of the article.

    The result is stored per set of batches and version of this code, because pages and copies are compared over all
    years; the one before it stays, so that it tells which articles changed.
    """
    path = _stored(staging, batch_digests(staging))
    if not path.exists():
        used = _used(staging)
        before = sorted(path.parent.glob("*.arrow"), key=lambda old: old.stat().st_mtime_ns)
        for old in before[:-1]:
            old.unlink()
        write_file(path, used.write_ipc(None).getvalue())
    return pl.read_ipc(path)


def _used(staging: StagingArea) -> pl.DataFrame:
    used = in_use(_readings(staging).lazy()).collect()
    copies = [ArticleSignature(*row) for row in used.select("article_id", "published", "signature").iter_rows()]
    original_of = originals(copies)
    original_ids = [original_of[article] for article in used["article_id"]]
    return used.with_columns(pl.Series("original_id", original_ids, dtype=pl.String)).select(_COLUMNS)


def _readings(staging: StagingArea) -> pl.DataFrame:
    """All parsed pages, without their rows; stored, so that only batches that are new are opened."""
    paths = {path.stem: path for year_paths in staged_batches(staging).values() for path in year_paths}
    stored = staging.folder / _FOLDER / "readings.ipc"
    empty = scan_batches([], name="batch").select(_READING).collect()
    before = pl.read_ipc(stored) if stored.exists() else empty
    known = before.filter(pl.col("batch").is_in(list(paths))) if before.schema == empty.schema else empty
    new = [paths[name] for name in sorted(paths.keys() - set(known["batch"]))]
    readings = pl.concat([known, scan_batches(new, name="batch").select(_READING).collect()])
    write_file(stored, readings.write_ipc(None).getvalue())
    return readings


@dataclass(frozen=True)
class ChangedArticles:
    """The articles whose rows differ between two sets of batches.

    Attributes:
        ids: their identities in both sets.
        used: of the later set, their pages in use, as `pages_in_use` has them.
        paths: the batch files of these pages.
    """

    ids: list[str]
    used: pl.DataFrame
    paths: list[Path]


def forget_pages_in_use(staging: StagingArea) -> None:
    """Removes what is stored of pages in use, also of pages that are in the archive no more."""
    shutil.rmtree(staging.folder / _FOLDER, ignore_errors=True)


def changed_articles(staging: StagingArea, before: Mapping[str, str]) -> ChangedArticles | None:
    """The articles that were added, removed or changed; None where that is not known, or where they are many.

    Args:
        staging: the staging area.
        before: the digests of the batches of each year (`batch_digests`) of the earlier set.
    """
    path = _stored(staging, before)
    if not path.exists():
        return None
    old, new = pl.read_ipc(path), pages_in_use(staging)
    same = ["article_id", "content", "original_id"]
    gone, come = old.join(new, on=same, how="anti"), new.join(old, on=same, how="anti")
    if max(gone.height, come.height) > _MAX_CHANGED:
        return None
    names = set(come["batch"])
    paths = [path for of_year in staged_batches(staging).values() for path in of_year if path.stem in names]
    return ChangedArticles(sorted({*gone["article_id"], *come["article_id"]}), come, paths)


def _stored(staging: StagingArea, batches: Mapping[str, str]) -> Path:
    name = digest(json.dumps([_code(), dict(batches)], sort_keys=True).encode())[:24]
    return staging.folder / _FOLDER / f"{name}.arrow"


@cache
def _code() -> str:
    return code_version(__name__).digest
