"""The release store: the releases of a home, and which one is current.

Readers resolve `current` once and use that path: a release never changes, the link does.
"""

import json
import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any, Final

from warehouse.staging.files import flush_folder, read_json, to_json_by_line, write_file
from warehouse.staging.leftovers import partial_file, remove_leftovers

MANIFEST: Final = "manifest.json"
"""The path of the manifest in a release."""

_ISSUE: Final = re.compile(r"(?P<id>.+)\.(?P<issue>[1-9][0-9]*)")
"""The name of a reissue; the first issue has the id alone as its name and is also found as `.1`."""


@dataclass(frozen=True)
class Release:
    """A published release: one issue of its data.

    A reissue, with a newer presentation or in place of a damaged issue, has the same id; each issue has its own
    folder.
    """

    path: Path

    @property
    def name(self) -> str:
        """Its name: `<id>` for the first issue of its data, then `<id>.2`, `<id>.3`."""
        return self.path.name

    @property
    def id(self) -> str:
        """The beginning of the digest of its data tables; reissues have the same."""
        return _split_name(self.name)[0]

    @property
    def issue(self) -> int:
        """The number of the issue of its data, from 1."""
        return _split_name(self.name)[1] or 1

    @property
    def manifest(self) -> dict[str, Any]:
        """The manifest: every file with size and SHA-256, table digests, and when it was published.

        Raises:
            FileNotFoundError: the release has no manifest; it is damaged.
            ValueError: the manifest is no JSON or no manifest; the release is damaged.
        """
        try:
            manifest: dict[str, Any] | None = read_json(self.manifest_path)
        except ValueError as error:
            raise ValueError(f"{self.manifest_path} cannot be read; the release is damaged") from error
        if manifest is None:
            raise FileNotFoundError(f"{self.manifest_path} is missing; the release is damaged")
        if not isinstance(manifest, dict) or not isinstance(manifest.get("files", {}), dict):
            raise ValueError(f"{self.manifest_path} is not a manifest; the release is damaged")
        return manifest

    @property
    def files(self) -> dict[str, Any]:
        """Size and SHA-256 of every file, by path; empty where its manifest is lost."""
        try:
            return dict(self.manifest["files"])
        except (OSError, ValueError, KeyError):
            return {}

    @property
    def summary(self) -> dict[str, Any]:
        """The manifest without its list of files, which comes last and may have tens of thousands of lines.

        Raises:
            FileNotFoundError, ValueError: as for `manifest`.
        """
        try:
            with self.manifest_path.open(encoding="utf-8") as file:
                head, files, _ = file.read(1 << 16).partition(',\n "files": {')
            if files:
                return dict(json.loads(head + "}"))
        except (OSError, ValueError):
            pass  # `manifest` raises the error
        return {name: value for name, value in self.manifest.items() if name != "files"}  # the list may not come last

    @property
    def tables(self) -> dict[str, Any]:
        """Rows and digest of its tables, by name; empty where its manifest is lost."""
        return dict(self.summary["tables"]) if self.is_whole else {}

    @property
    def presentation(self) -> str | None:
        """The version of its presentation; None in an old release without one, or where its manifest is lost."""
        version: str | None = self.summary.get("presentation") if self.is_whole else None
        return version

    @property
    def sealed(self) -> int:
        """When all of its other files were written, in nanoseconds of the file system's clock. A file that changed
        since then is read before it is trusted; the time of the manifest itself says nothing in a copied home.

        0, so that every file is read, in an old release without it, or where its manifest is lost.
        """
        sealed = self.summary.get("sealed") if self.is_whole else None
        return sealed if isinstance(sealed, int) else 0

    @property
    def sha256(self) -> dict[str, str]:
        """By path, the SHA-256 of each of its files, from its manifest."""
        return {path: file["sha256"] for path, file in self.files.items()}

    @property
    def order(self) -> tuple[int, str, str]:
        """The sort key of releases. Each has a number, as a clock may be set back; the first ones had none."""
        summary = self.summary
        return summary.get("number", 0), summary["published_at"], self.name

    @property
    def manifest_path(self) -> Path:
        """The path of its manifest."""
        return self.path / MANIFEST

    @property
    def is_whole(self) -> bool:
        """Whether it has a readable manifest, which is written last."""
        try:
            return bool(self.summary)
        except (OSError, ValueError):
            return False


class ReleaseStore:
    """The releases of a home."""

    def __init__(self, home: Path) -> None:
        self.folder = home / "releases"
        self.link = home / "current"

    def current(self) -> Release | None:
        """The release that `current` points to; None where it is missing, dangling or points elsewhere."""
        target = Path(os.path.realpath(self.link))  # unlike `Path.resolve`, the same for a loop of links in any Python
        is_release = target.parent == Path(os.path.realpath(self.folder)) and target.name[0] != "." and target.is_dir()
        return Release(target) if is_release else None

    def last(self) -> Release | None:
        """The current release; where `current` points to none, the newest one. None before the first.

        New data are compared with it. A lost link does not switch off the checks against the release before.
        """
        return self.current() or next(reversed(self.all()), None)

    def get(self, name: str) -> Release:
        """A release by its name.

        Args:
            name: `<id>` or an unambiguous beginning of it for its newest issue; `<id>.2` for exactly that issue, and
                `<id>.1` for the first.

        Raises:
            KeyError: no release or several match.
        """
        return self.find(name)[-1]

    def find(self, name: str) -> list[Release]:
        """The issues that match a name, oldest first: all issues of one id, or one issue; see `get`.

        Raises:
            KeyError: no release or several ids match.
        """
        beginning, issue = _split_name(name)
        releases = self.all()
        ids = {release.id for release in releases if release.id.startswith(beginning)}
        matching = [release for release in releases if release.id in ids and issue in (None, release.issue)]
        if len(ids) != 1 or not matching:
            known = ", ".join(release.name for release in releases) or "none"
            found = f"{len(ids)} releases begin with {name!r}" if len(ids) > 1 else f"no release is called {name!r}"
            raise KeyError(f"{found}; there are: {known}")
        return sorted(matching, key=lambda release: release.issue)

    def newest(self, data: str) -> Release | None:
        """The newest issue of the data of an id; None where they were never published."""
        issues = [release for release in self._folders() if release.id == data and release.is_whole]
        return max(issues, key=lambda release: release.issue, default=None)

    def next_issue(self, data: str) -> Release:
        """The next issue of the data of an id: its number follows those of all issues, damaged ones too."""
        taken = max((release.issue for release in self._folders() if release.id == data), default=0)
        return Release(self.folder / (f"{data}.{taken + 1}" if taken else data))

    def all(self) -> list[Release]:
        """Every release, oldest first."""
        whole = [release for release in self._folders() if release.is_whole]
        return sorted(whole, key=lambda release: release.order)

    def point_to(self, release: Release) -> None:
        """Makes a release the current one, in one step. A folder in place of the link is renamed, not removed."""
        if self.link.is_dir() and not self.link.is_symlink():
            self.link.rename(self._free_name())
        new = partial_file(self.link)
        new.unlink(missing_ok=True)
        new.symlink_to(os.path.relpath(release.path, self.link.parent))
        new.replace(self.link)
        flush_folder(self.link.parent)

    def remove_leftovers(self) -> None:
        """Removes the partial releases and links of killed processes."""
        remove_leftovers(self.folder, deep=False)
        remove_leftovers(self.link.parent, deep=False)

    def _free_name(self) -> Path:
        names = (self.link.with_name(f"{self.link.name}.{number}") for number in count(1))
        return next(path for path in names if not os.path.lexists(path))

    def _folders(self) -> Iterator[Release]:
        if self.folder.is_dir():
            yield from (Release(path) for path in self.folder.iterdir() if path.name[0] != "." and path.is_dir())


def write_manifest(folder: Path, manifest: Mapping[str, Any], files: Mapping[str, Any]) -> None:
    """Writes the manifest of a release, after all its other files.

    Args:
        folder: the folder of the release.
        manifest: its fields.
        files: by path, what it says of each file.
    """
    path = folder / MANIFEST
    path.touch()  # its time is that of the file system's clock, after those of all other files
    sealed = {"sealed": path.stat().st_mtime_ns}
    write_file(path, to_json_by_line({**manifest, **sealed}, "files", files))


def _split_name(name: str) -> tuple[str, int | None]:
    """The id and the issue number of a name; None where it has no number."""
    found = _ISSUE.fullmatch(name)
    return (found["id"], int(found["issue"])) if found else (name, None)
