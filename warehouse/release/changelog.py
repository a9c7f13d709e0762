"""`changelog.md` of a release: what changed in the data, release by release, and what changed in the code."""

import re
from collections.abc import Mapping
from importlib import resources
from pathlib import Path
from typing import Any, Final

from warehouse.tables.promise import SCHEMA_VERSION

FILE: Final = "changelog.md"
_CODE: Final = "# Code"
_RELEASES_KEPT: Final = 50


def changelog(name: str, metadata: Mapping[str, Any], changes: Mapping[str, Any], before: Path | None) -> str:
    """The changelog of a release: its own entry, those of the release before, and the changelog of the code.

    Args:
        name: the name of the release.
        metadata: fields of the manifest: `published_at`, `reissue`.
        changes: the content of its `changes.json`.
        before: folder of the release before; None for the first.
    """
    entries = [_entry(name, metadata, changes), *_earlier(before)]
    return "\n".join(["# Data", "", *entries[:_RELEASES_KEPT], _CODE, "", _code_changes()])


def _entry(name: str, metadata: Mapping[str, Any], changes: Mapping[str, Any]) -> str:
    lines = [f"## Release {name}, {metadata['published_at'][:10]}, schema {SCHEMA_VERSION}", ""]
    if changes["same_data"]:
        reason = metadata.get("reissue") or "presentation"
        lines.append(f"The data of {changes['since']} again; reason: {reason}.")
    elif changes["since"] is None:
        rows = sum(table["added"] for table in changes["tables"].values())
        lines.append(f"The first release: {rows:,} rows in {len(changes['tables'])} tables.")
    else:
        lines += [f"Against {changes['since']}; `changes/` has every row and value.", ""]
        lines += [
            f"- `{table}`: " + ", ".join(f"{change[kind]:,} {kind}" for kind in ("added", "changed", "removed"))
            for table, change in changes["tables"].items()
        ] or ["No row differs."]
    return "\n".join([*lines, ""])


def _earlier(before: Path | None) -> list[str]:
    """The entries of the release before, newest first."""
    path = before / FILE if before is not None else None
    if path is None or not path.exists():
        return []
    data = path.read_text(encoding="utf-8").split(f"\n{_CODE}\n")[0]
    return [entry.rstrip() + "\n" for entry in re.split(r"^(?=## )", data, flags=re.MULTILINE)[1:]]


def _code_changes() -> str:
    """The changelog of the project, without its title; headings one level lower."""
    packaged = resources.files("warehouse").joinpath("CHANGELOG.md")
    source = packaged if packaged.is_file() else Path(__file__).resolve().parents[2] / "CHANGELOG.md"
    text = source.read_text(encoding="utf-8")
    return text[text.index("\n## ") + 1 :] if "\n## " in text else text
