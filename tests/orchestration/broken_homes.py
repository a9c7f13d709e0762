"""Set-ups that are broken in one way each, with what `tip doctor` says of them."""

import json
from collections.abc import Callable
from typing import Final

from assets.pipeline.home.home import Home
from tests.orchestration.history import failed_run, hanging_run

Break = Callable[[Home], None]


def _settings(text: str) -> Break:
    return lambda home: (home.folder / "tip.toml").write_text(text) and None


def _dagster(text: str) -> Break:
    def write(home: Home) -> None:
        (home.folder / "dagster").mkdir(exist_ok=True)
        (home.folder / "dagster/dagster.yaml").write_text(text)

    return write


def _damaged_metadata(home: Home) -> None:
    (home.folder / "home.json").write_text("{")


def _lost_index(home: Home) -> None:
    (home.archive_folder / "index.sqlite").unlink()


def _damaged_segment(home: Home) -> None:
    path = sorted((home.archive_folder / "warc").iterdir())[0]
    data = bytearray(path.read_bytes())
    data[len(data) // 2 :] = bytes(len(data) - len(data) // 2)
    path.write_bytes(data)


def _lost_segment(home: Home) -> None:
    sorted((home.archive_folder / "warc").iterdir())[0].unlink()


def _lost_link(home: Home) -> None:
    home.releases.link.unlink()


def _damaged_release(home: Home) -> None:
    current = home.releases.current()
    assert current is not None
    path = current.path / "compact/pages.parquet"
    path.chmod(0o644)
    path.unlink()


def _blocking_check(home: Home) -> None:
    folder = home.folder / "staging/check_results"
    path = next(path for path in sorted(folder.iterdir()) if json.loads(path.read_text())["blocking"])
    result = json.loads(path.read_text())
    path.write_text(json.dumps({**result, "passed": False, "failing": ["something"]}))


def _failed_file(home: Home) -> None:
    folder = home.folder / "inbox/failed"
    folder.mkdir(parents=True)
    (folder / "page.html").write_text("")
    (folder / "page.html.why").write_text("the page has no canonical link\n")


def _silent_sources(home: Home) -> None:
    """The old home was fetched from long ago; as a live home it should have asked the Department since."""
    with home.archive() as archive, archive.index.writing():
        archive.index.database.change("UPDATE fetch_state SET host = 'www.state.gov' WHERE host = 'www.example.org'")
        archive.index.database.change(
            "UPDATE fetch_log SET url = 'https://www.state.gov/x', at = '2026-01-01T00:00:00Z'"
        )
        archive.index.database.change("UPDATE fetch_state SET tried_at = '2026-01-01T00:00:00Z', good_at = NULL")


BROKEN: Final[dict[str, tuple[Break, str, str]]] = {
    "a misspelled setting": (_settings("crawl_huors = 2"), "crawl_huors: no such setting", "crawl_hours?"),
    "a run monitor that is too short": (
        _dagster(
            "run_monitoring: {enabled: true, max_runtime_seconds: 60}\nconcurrency: {runs: {max_concurrent_runs: 1}}"
        ),
        "ends runs after 60 seconds",
        "raise max_runtime_seconds",
    ),
    "a scheme that Dagster cannot use": (
        _dagster("storage: {postgres: {postgres_db: {hostname: 127.0.0.1, port: 1, username: u, db_name: d}}}"),
        "postgres_db needs",
        "scheme: postgresql+psycopg2",
    ),
    "damaged metadata of the home": (_damaged_metadata, "home.json is damaged", "write"),
    "a lost index": (_lost_index, "index.sqlite is missing", "tip doctor --rebuild-index"),
    "a damaged segment": (_damaged_segment, "the archive is damaged", "tip import"),
    "a lost segment": (_lost_segment, "is missing, with the bytes of", "tip import"),
    "a lost link": (_lost_link, "current points to no release", "tip rollback"),
    "a damaged release": (_damaged_release, "compact/pages.parquet", "tip verify"),
    "a failed blocking check": (_blocking_check, "not published, ", "tip doctor"),
    "a file that was not taken in": (_failed_file, "inbox/failed/page.html", "inbox/"),
    "a failed run": (failed_run, "failed: ", "run again"),
    "a run that hangs": (hanging_run, "is STARTED since", "end it"),
    "sources that do not answer": (_silent_sources, "www.state.gov: ", "STALE"),
}
