"""The inbox: files are taken in, moved, and never lost."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from assets.pipeline.home.home import Home
from assets.pipeline.ingest.archive import ingest, is_archive_stale
from assets.pipeline.ingest.inbox import failed_files, waiting_files
from tests.support import edition, report_page, url, write_warc

ADDRESS = url(2018, "norway")
PAGE = report_page(2018, "Norway")
WITHOUT_RIGHTS = ["setpriv", "--bounding-set=-all", "--inh-caps=-all"] if os.geteuid() == 0 else []
"""The beginning of a command that root's right to read every file does not help."""


@pytest.fixture
def home(tmp_path: Path) -> Home:
    home = Home(tmp_path / "home")
    (home.folder / "inbox").mkdir(parents=True)
    return home


def lay(home: Home, name: str, content: bytes, seconds_ago: float = 60) -> Path:
    path = home.folder / "inbox" / name
    path.write_bytes(content)
    time = path.stat().st_mtime - seconds_ago
    os.utime(path, (time, time))
    return path


def take(home: Home) -> list[str]:
    return ingest(home, "archive", [], "", []).lines


def names(home: Home, folder: str) -> list[str]:
    path = home.folder / "inbox" / folder
    return sorted(each.name for each in path.iterdir() if each.is_file()) if path.is_dir() else []


def with_canonical(*links: str) -> bytes:
    tags = "".join(f'<link rel="canonical" href="{link}">' for link in links).encode()
    return PAGE.replace(b"<head>", b"<head>" + tags)


def archived(home: Home) -> set[str]:
    with home.archive() as archive:
        return {stored.entry.url for stored in archive.index.captures("human_rights", 2018)}


def test_a_warc_file_and_saved_pages_are_taken_in(home: Home, tmp_path: Path) -> None:
    warc = write_warc(tmp_path / "pages.warc.gz", edition(2018, slugs=("ghana",)))
    lay(home, "pages.warc.gz", warc.read_bytes())
    lay(home, "norway.html", with_canonical(ADDRESS))
    lay(home, "togo.htm", report_page(2018, "Togo"))
    lay(home, "togo.htm.url", f"[InternetShortcut]\r\nURL={url(2018, 'togo')}\r\n".encode())
    assert is_archive_stale(home, "archive", [])
    assert [line for line in take(home) if "inbox" in line] == []
    assert archived(home) == {ADDRESS, url(2018, "ghana"), url(2018, "togo")}
    assert names(home, "done") == ["norway.html", "pages.warc.gz", "togo.htm", "togo.htm.url"]
    assert names(home, ".") == []
    assert not is_archive_stale(home, "archive", [])


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("page.html", PAGE, "has no canonical link; write its address into a file page.html.url beside it"),
        ("page.html", with_canonical("/relative/"), "has no canonical link"),
        ("page.html", with_canonical(ADDRESS, ADDRESS + "x"), "has several canonical links"),
        ("page.html", b"<p>" * 300_000, "tags"),
        ("page.html", with_canonical(ADDRESS) + b" " * 16_000_000, "larger than 16,000,000 bytes"),
        ("page.html", b"MIME-Version: 1.0\nContent-Type: multipart/related\n\n", "is MHTML"),
        ("page.warc.gz", b"no archive", "it is no WARC file"),
        ("empty.warc", b"", "empty"),
    ],
)
def test_what_cannot_be_taken_in_is_moved_with_its_reason(home: Home, name: str, content: bytes, why: str) -> None:
    lay(home, name, content)
    lines = take(home)
    assert any(why in line and f"inbox/{name} was not taken in" in line for line in lines), lines
    assert names(home, "failed") == [name, f"{name}.why"]
    ((failed, reason),) = failed_files(home)
    assert failed == name
    assert why in reason
    assert "\n" not in reason
    assert (home.folder / "inbox/failed" / name).read_bytes() == content


def test_a_page_that_is_too_large_does_not_hold_up_the_next_one(home: Home) -> None:
    lay(home, "a.html", PAGE + b" " * 16_000_000)
    lay(home, "a.html.url", ADDRESS.encode())
    lay(home, "b.html", with_canonical(ADDRESS))
    assert any("inbox/a.html was not taken in: the page is larger than" in line for line in take(home))
    assert names(home, "failed") == ["a.html", "a.html.url", "a.html.why"]
    assert archived(home) == {ADDRESS}


def test_an_address_is_read_from_the_beginning_of_its_file_only(home: Home) -> None:
    lay(home, "a.html", PAGE)
    lay(home, "a.html.url", b" " * 70_000 + b"\n" + ADDRESS.encode())
    assert any("a.html.url has no line with an address" in line for line in take(home))


def test_a_file_that_may_not_be_read_does_not_hold_up_the_next_one(home: Home) -> None:
    lay(home, "a.html", PAGE).chmod(0)
    lay(home, "b.html", with_canonical(ADDRESS))
    script = (
        "import sys; from pathlib import Path; from assets.pipeline.home.home import Home;"
        "from assets.pipeline.ingest.archive import ingest;"
        "print(*ingest(Home(Path(sys.argv[1])), 'archive', [], '', []).lines, sep='\\n')"
    )
    command = [*WITHOUT_RIGHTS, sys.executable, "-c", script, str(home.folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert "inbox/a.html was not taken in: a.html cannot be read (Permission denied); give" in done.stdout, done.stderr
    assert names(home, "failed") == ["a.html", "a.html.why"]
    assert archived(home) == {ADDRESS}


def test_unfinished_and_hidden_files_wait(home: Home) -> None:
    lay(home, "fresh.html", PAGE, seconds_ago=0)
    lay(home, "pages.warc.gz.part", b"")
    lay(home, ".hidden.html", PAGE)
    assert waiting_files(home) == []
    take(home)
    assert names(home, ".") == [".hidden.html", "fresh.html", "pages.warc.gz.part"]


def test_files_of_the_same_name_are_both_kept(home: Home) -> None:
    for word in (b"first", b"second"):
        lay(home, "page.html", with_canonical(ADDRESS) + b"<!--" + word + b"-->")
        take(home)
    assert names(home, "done") == ["page.2.html", "page.html"]


def test_an_import_that_was_killed_before_the_move_is_repeated_without_a_second_body(home: Home) -> None:
    content = with_canonical(ADDRESS)
    path = lay(home, "page.html", content)
    time = path.stat().st_mtime
    take(home)
    with home.archive() as archive:
        before = archive.index.totals()
    os.utime(lay(home, "page.html", content), (time, time))
    take(home)
    with home.archive() as archive:
        assert archive.index.totals() == before


def test_a_warc_file_that_was_imported_before_is_taken_in_again(home: Home, tmp_path: Path) -> None:
    content = write_warc(tmp_path / "pages.warc.gz", edition(2018, slugs=("ghana",))).read_bytes()
    for _ in range(2):
        lay(home, "pages.warc.gz", content)
        assert [line for line in take(home) if "inbox" in line] == []
    assert names(home, "done") == ["pages.warc.2.gz", "pages.warc.gz"]


def test_a_file_whose_time_is_in_the_future_is_taken_in(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    path = lay(home, "page.html", with_canonical(ADDRESS), seconds_ago=-100_000)
    assert waiting_files(home) == []
    monkeypatch.setattr("assets.pipeline.ingest.inbox._SETTLED_SECONDS", 0.0)
    assert waiting_files(home) == [path]
    take(home)
    assert archived(home) == {ADDRESS}


def test_a_home_of_the_sample_takes_nothing_in(home: Home) -> None:
    home.claim("sample")
    lay(home, "page.html", with_canonical(ADDRESS))
    ingest(home, "sample", [], "", ["NOR"])
    assert names(home, ".") == ["page.html"]
