"""`tip import`, `tip verify --archive` and `tip doctor` on damaged files and damaged archives."""

from pathlib import Path

import pytest

from assets.pipeline.home.home import Home
from tests.orchestration.command_line import tip_here
from tests.support import report_page, url, write_warc

PAGES = {url(2018, slug): report_page(2018, slug.title()) for slug in ("norway", "ghana", "togo")}
GHANA = url(2018, "ghana")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    assert tip_here(tmp_path / "home", "import", str(write_warc(tmp_path / "in.warc.gz", PAGES))).returncode == 0
    return tmp_path / "home"


def damage(home: Path) -> None:
    with Home(home).archive() as archive:
        entry = next(entry for entry in archive.index.all_entries() if entry.url == GHANA)
        location = archive.index.location_of(entry.digest)
    path = home / "archive" / location.file
    data = bytearray(path.read_bytes())
    data[location.offset + 100 : location.offset + 140] = b"x" * 40
    path.write_bytes(data)


def test_a_bad_body_is_named_with_its_remedy_which_works(home: Path) -> None:
    whole = tip_here(home, "verify", "--archive")
    assert (whole.returncode, whole.stderr) == (0, "")
    assert whole.stdout == "the archive is complete: 3 bodies of 3 captures were read, as archived\n"
    assert tip_here(home, "doctor").returncode == 0
    damage(home)
    bad = tip_here(home, "verify", "--archive")
    first, remedy = bad.stderr.splitlines()
    assert (bad.returncode, bad.stdout) == (1, "")
    assert f"the bytes of {GHANA} of 2025-01-02T03:04:05Z cannot be read" in first
    assert "`tip import FILE`" in remedy
    doctor = tip_here(home, "doctor")
    assert doctor.returncode == 1
    assert first.removeprefix("tip: ") in doctor.stdout
    assert "`tip import FILE`" in doctor.stdout
    again = tip_here(home, "import", str(home.parent / "in.warc.gz"))
    assert again.returncode == 0
    assert "1 unreadable bodies replaced" in again.stdout
    assert tip_here(home, "verify", "--archive").returncode == 0
    assert tip_here(home, "doctor").returncode == 0


def test_a_release_is_not_named_with_the_archive(home: Path) -> None:
    assert tip_here(home, "verify", "--archive", "542a79604db7").returncode == 2


def test_an_empty_home_has_no_archive(tmp_path: Path) -> None:
    done = tip_here(tmp_path / "new", "verify", "--archive")
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert "has no archive yet" in done.stderr
    assert not (tmp_path / "new" / "archive").exists()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"<html><title>Norway</title></html>", "HTML: `tip import FILE --url URL`"),
        (b"Norway\nSection 1.\n", "text: `tip import FILE --url URL`"),
        (b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n--x\r\n", "MHTML"),
    ],
)
def test_a_page_given_as_an_archive_is_named(tmp_path: Path, data: bytes, words: str) -> None:
    path = tmp_path / "page.html"
    path.write_bytes(data)
    done = tip_here(tmp_path / "home", "import", str(path))
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert words in done.stderr


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n--x\r\n", "is MHTML"),
        (b"WARC/1.0\r\nWARC-Type: response\r\n\r\n", "leave --url out"),
        (b"PK\x03\x04", "leave --url out"),
    ],
)
def test_an_archive_given_as_a_page_is_refused(tmp_path: Path, data: bytes, words: str) -> None:
    path = tmp_path / "page.html"
    path.write_bytes(data)
    done = tip_here(tmp_path / "home", "import", str(path), "--url", GHANA)
    assert done.returncode == 2
    assert words in done.stderr


def test_a_truncated_record_is_kept_and_told(tmp_path: Path) -> None:
    path = write_warc(tmp_path / "in.warc", {GHANA: PAGES[GHANA]}, compressed=False)
    path.write_bytes(path.read_bytes().replace(b"WARC/1.0\r\n", b"WARC/1.0\r\nWARC-Truncated: length\r\n"))
    done = tip_here(tmp_path / "home", "import", str(path))
    assert (done.returncode, done.stderr.count("\n")) == (0, 1)
    assert f"{GHANA} is damaged: WARC-Truncated: length; it is kept" in done.stderr
