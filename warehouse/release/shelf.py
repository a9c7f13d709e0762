"""Where releases stand and which one is current.

Readers resolve `current` once and keep the path they got: a release never changes, the link does.
"""

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from warehouse.store.files import flush_folder, read_json
from warehouse.store.leftovers import partial_file, sweep


@dataclass(frozen=True)
class Release:
    """A published release."""

    path: Path

    @property
    def id(self) -> str:
        """Its name: the beginning of the digest of its data tables."""
        return self.path.name

    @property
    def manifest(self) -> dict[str, Any]:
        """Every file with size and SHA-256, table digests, when and on what it was published.

        Raises:
            FileNotFoundError: the release has no manifest; it is damaged.
        """
        manifest: dict[str, Any] | None = read_json(self.manifest_path)
        if manifest is None:
            raise FileNotFoundError(f"{self.manifest_path} is missing; the release is damaged")
        return manifest

    @property
    def summary(self) -> dict[str, Any]:
        """The manifest without its list of files, which stands last in it and may have tens of thousands of lines."""
        with self.manifest_path.open(encoding="utf-8") as file:
            head, files, _ = file.read(1 << 16).partition(',\n "files": {')
        if not files:  # written before the list stood last
            return {name: value for name, value in self.manifest.items() if name != "files"}
        summary: dict[str, Any] = json.loads(head + "}")
        return summary

    @property
    def order(self) -> tuple[int, str, str]:
        """What releases are sorted by. Each has a number, as a clock may be set back; the first ones had none."""
        summary = self.summary
        return summary.get("number", 0), summary["published_at"], self.id

    @property
    def manifest_path(self) -> Path:
        """Where its manifest lies."""
        return self.path / "manifest.json"

    @property
    def is_whole(self) -> bool:
        """Whether it was ever published: its manifest is written last."""
        return self.manifest_path.exists()


class Shelf:
    """The releases of a home."""

    def __init__(self, home: Path) -> None:
        self.folder = home / "releases"
        self.link = home / "current"

    def current(self) -> Release | None:
        """The release that `current` points to; None before the first."""
        try:
            return Release(self.link.resolve(strict=True))
        except FileNotFoundError:
            return None

    def get(self, name: str) -> Release:
        """A release by its name or an unambiguous beginning of it.

        Raises:
            KeyError: none or several fit.
        """
        fitting = [release for release in self.all() if release.id.startswith(name)]
        if len(fitting) != 1:
            known = ", ".join(release.id for release in self.all()) or "none"
            found = f"{len(fitting)} releases begin with {name!r}" if fitting else f"no release is called {name!r}"
            raise KeyError(f"{found}; there are: {known}")
        return fitting[0]

    def all(self) -> list[Release]:
        """Every release, oldest first."""
        if not self.folder.is_dir():
            return []
        releases = [Release(path) for path in self.folder.iterdir() if path.name[0] != "."]
        releases = [release for release in releases if release.is_whole]
        return sorted(releases, key=lambda release: release.order)

    def point_to(self, release: Release) -> None:
        """Makes a release the current one, in one step."""
        new = partial_file(self.link)
        new.unlink(missing_ok=True)
        new.symlink_to(os.path.relpath(release.path, self.link.parent))
        new.replace(self.link)
        flush_folder(self.link.parent)

    def sweep(self) -> None:
        """Removes what killed processes left half-made beside the releases; inside one there is nothing of the kind."""
        sweep(self.folder, deep=False)
        sweep(self.link.parent, deep=False)
