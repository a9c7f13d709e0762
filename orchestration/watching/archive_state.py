"""What the last verification of the archive found. Reading all bodies takes long, so others use the stored result."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from assets.pipeline.home.home import Home
from orchestration.watching.finding import Finding
from sources.archive.verify import REMEDY, ArchiveFindings, verify_archive
from warehouse.staging.files import read_json, to_json, write_file

_FILE: Final = "archive_state.json"
_KEPT: Final = 100


def verify_and_store(home: Home, *, limit_seconds: float | None = None) -> ArchiveFindings:
    """Verifies the archive and stores what was found, unless time was too short to read all and nothing was found.

    Args:
        home: the home.
        limit_seconds: when to stop; never without it.
    """
    with home.archive() as archive:
        findings = verify_archive(archive.folder, archive.index, limit_seconds=limit_seconds)
    if findings.is_complete or findings.lines:
        content = {"at": f"{datetime.now(UTC):%FT%TZ}", "read": findings.read, "lines": findings.lines[:_KEPT]}
        write_file(_path(home), to_json(content))
    return findings


def archive_findings(home: Home) -> list[Finding]:
    """A finding if the last verification found bodies that cannot be read, or a segment is missing."""
    stored = read_json(_path(home)) or {}
    lines = stored.get("lines", [])
    if not lines:
        return []
    more = f" and {len(lines) - 1} more" if len(lines) > 1 else ""
    return [Finding("archive_damaged", "", f"the archive is damaged: {lines[0]}{more}", REMEDY)]


def _path(home: Home) -> Path:
    return home.archive_folder / _FILE
