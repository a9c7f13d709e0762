"""Pages are taken out of an archive with their bytes, and do not come back."""

import gzip
from pathlib import Path

import pytest

from sources.archive.capture import Capture, digest_of
from sources.archive.forgotten import Forgotten, append_forgotten, read_forgotten
from sources.archive.page_archive import PageArchive
from sources.archive.rebuild import rebuild_index
from sources.archive.removal import remove_pages
from sources.archive.verify import verify_archive
from sources.registry.address import clean, page_key

GONE, KEPT, SAME = (f"https://paper.example/{name}" for name in ("gone", "kept", "same"))
SECRET, OTHER = b"<p>The secret text of the article.</p>", b"<p>Another article.</p>"


def capture(url: str, body: bytes, day: int = 1) -> Capture:
    return Capture(url, f"2026-01-{day:02}T00:00:00Z", body, digest_of(body), "archive", 200, "text/html")


@pytest.fixture
def archive(tmp_path: Path) -> PageArchive:
    archive = PageArchive(tmp_path / "archive")
    with archive.appending(lambda _: ("news", 2026)) as appender:
        for each in (
            capture(KEPT, OTHER),
            capture(GONE, SECRET),
            capture(KEPT, OTHER + b"2", 2),
            capture(GONE, b"2", 3),
        ):
            appender.add(each)
    return archive


def remove(archive: PageArchive) -> None:
    append_forgotten(archive.folder, Forgotten(GONE, "asked", "Ana", "2026-01-05T00:00:00Z"))
    remove_pages(archive.folder, archive.index, {page_key(clean(GONE))})


def segment_text(archive: PageArchive) -> bytes:
    return b"".join(gzip.decompress(path.read_bytes()) for path in sorted((archive.folder / "warc").iterdir()))


def urls(archive: PageArchive) -> list[str]:
    return [entry.url for entry in archive.index.all_entries()]


def test_captures_and_bytes_are_gone_and_the_others_can_be_read(archive: PageArchive) -> None:
    assert b"secret" in segment_text(archive)
    remove(archive)
    assert urls(archive) == [KEPT, KEPT]
    assert b"secret" not in segment_text(archive)
    assert GONE.encode() not in segment_text(archive)
    bodies = [archive.load(entry).body for entry in archive.index.all_entries()]
    assert bodies == [OTHER, OTHER + b"2"]
    assert verify_archive(archive.folder, archive.index).is_complete


def test_bytes_that_another_page_has_stay_with_it(archive: PageArchive) -> None:
    with archive.appending(lambda _: None) as appender:
        appender.add(capture(SAME, SECRET, 4))
    remove(archive)
    (same,) = archive.index.newest(page_key(SAME))
    assert archive.load(same).body == SECRET
    assert b"WARC-Target-URI: " + GONE.encode() not in segment_text(archive)


def test_a_page_that_was_taken_out_does_not_come_back(archive: PageArchive) -> None:
    remove(archive)
    with archive.appending(lambda _: None) as appender:
        report = appender.add(capture(GONE, b"3", 5))
    assert (report.new_captures, len(report.lines)) == (0, 1)
    assert urls(archive) == [KEPT, KEPT]


def test_a_rebuilt_index_leaves_it_out(archive: PageArchive) -> None:
    append_forgotten(archive.folder, Forgotten(GONE, "asked", "Ana", "2026-01-05T00:00:00Z"))
    archive.close()
    rebuild_index(archive.folder, lambda _: lambda _: ("news", 2026))
    with PageArchive(archive.folder) as rebuilt:
        assert urls(rebuilt) == [KEPT, KEPT]


def test_a_removal_can_run_again(archive: PageArchive) -> None:
    remove(archive)
    before = segment_text(archive)
    remove(archive)
    assert segment_text(archive) == before
    assert [page.reason for page in read_forgotten(archive.folder).records] == ["asked", "asked"]


@pytest.mark.parametrize("line", ['{"source_url": "x"}', "[]", '{"source_url": 1, "reason": 2}'])
def test_a_line_that_is_no_removal_is_an_error(tmp_path: Path, line: str) -> None:
    (tmp_path / "forgotten.jsonl").write_text(line + "\n")
    with pytest.raises(ValueError, match="line 1"):
        read_forgotten(tmp_path)
