"""The news pages in use over all years, and the original of each article that is a copy."""

import json
from pathlib import Path

import polars as pl

from sources.news.syndication import ArticleSignature, originals
from sources.registry.families import NEWS
from warehouse.staging.area import StagingArea
from warehouse.staging.files import digest, write_file
from warehouse.staging.news_batches import CHOICE, PAGE, in_use, scan_batches


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
    """The parsed pages in use of all news: columns `PAGE`, `article_id` and `original_id`, the original of the article.

    The result is stored per set of batches, because pages and copies are compared over all years.
    """
    name = digest(json.dumps(batch_digests(staging), sort_keys=True).encode())[:24]
    folder = staging.folder / "in_use"
    path = folder / f"{name}.arrow"
    if not path.exists():
        paths = [path for year_paths in staged_batches(staging).values() for path in year_paths]
        pages = scan_batches(paths).select(*PAGE, *CHOICE, "published", "signature")
        used = in_use(pages).collect()
        copies = [ArticleSignature(*row) for row in used.select("article_id", "published", "signature").iter_rows()]
        original_of = originals(copies)
        used = used.select(*PAGE, "article_id").with_columns(
            pl.Series("original_id", [original_of[article] for article in used["article_id"]], dtype=pl.String)
        )
        for old in folder.glob("*.arrow"):
            old.unlink()
        write_file(path, used.write_ipc(None).getvalue())
    return pl.read_ipc(path)
