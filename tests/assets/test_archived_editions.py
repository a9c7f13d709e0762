"""The digests of the captures of editions are stored, and computed again where captures or what people said changed."""

from datetime import date
from itertools import islice
from pathlib import Path

import pytest

from assets.pipeline.home.home import Home
from assets.pipeline.read import captures
from assets.pipeline.read.captures import UNKNOWN, archived_editions, captures_digest
from benchmarks.generated_news import generate, write_archive
from sources.archive.published import PublishedDay, append_published
from sources.assignment import assigning
from warehouse.staging.area import EditionKey


def ingest(home: Home, path: Path) -> None:
    with home.archive() as archive:
        archive.import_warc(path, origin="archive", assign=assigning(archive.index))


def computed(home: Home) -> dict[EditionKey, str]:
    with home.archive() as archive:
        keys = [UNKNOWN, *(EditionKey(*key) for key in archive.index.editions())]
        digests = {key: captures_digest(archive.index, key) for key in keys}
    return {key: digest for key, digest in digests.items() if digest is not None}


@pytest.fixture
def home(tmp_path: Path) -> Home:
    home = Home(tmp_path / "home")
    ingest(home, write_archive(tmp_path / "0.warc.gz", generate(60, seed=3)))
    return home


def test_stored_digests_are_those_of_the_captures(home: Home, tmp_path: Path) -> None:
    first = archived_editions(home)
    assert first == computed(home)
    ingest(home, write_archive(tmp_path / "1.warc.gz", islice(generate(1, seed=9), 1)))
    second = archived_editions(home)
    assert second == computed(home) != first
    with home.archive() as archive, archive.index.writing():
        entry = next(archive.index.by_day("news", next(key.year for key in first if key.year)))
        archive.index.remove_captures([entry])
    assert archived_editions(home) == computed(home) != second


def test_only_what_changed_is_computed(home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    archived_editions(home)
    again: list[EditionKey] = []

    def noted(index: object, key: EditionKey) -> str | None:
        again.append(key)
        return captures_digest(index, key)  # type: ignore[arg-type]

    monkeypatch.setattr(captures, "captures_digest", noted)
    archived_editions(home)
    assert again == []
    ingest(home, write_archive(tmp_path / "1.warc.gz", islice(generate(1, seed=9), 1)))
    archived_editions(home)
    assert len(again) == 1
    append_published(home.archive_folder, PublishedDay("https://a.example/", date(2015, 6, 1)))
    archived_editions(home)
    assert len(again) > 10
