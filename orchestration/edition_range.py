"""Which editions a run covers: those of which there is anything, so that years without a page do not show as made."""

from collections.abc import Iterable
from pathlib import Path
from typing import Final

from assets.home import Home
from assets.partitions import edition_years
from sources.archive.warc import addresses_in
from sources.registry.families import locate

_START: Final = "dagster/asset_partition_range_start"
_END: Final = "dagster/asset_partition_range_end"


def range_tags(home: Home, files: Iterable[Path] = (), *, live: bool = False) -> dict[str, str]:
    """Tags that make one run cover every edition held by the archive or by files about to be taken in.

    A page whose address does not tell its edition may be of any, and so may what a live run finds: the run then covers
    all years.
    """
    if live:
        return all_editions_tags()
    years: set[int] = set()
    for path in files:
        for address in addresses_in(path):
            place = locate(address)
            if place is None:
                return all_editions_tags()
            years.add(place.year)
    years.update(_held(home))
    known = [key for key in edition_years.get_partition_keys() if int(key) in years]
    return {_START: known[0], _END: known[-1]} if known else all_editions_tags()


def all_editions_tags() -> dict[str, str]:
    """Tags that make one run cover all years."""
    keys = edition_years.get_partition_keys()
    return {_START: keys[0], _END: keys[-1]}


def _held(home: Home) -> set[int]:
    if not (home.folder / "archive").exists():
        return set()
    with home.archive() as archive:
        return {year for _, year in archive.index.editions()}
