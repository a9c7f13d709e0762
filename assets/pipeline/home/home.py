"""A home: the folder of one warehouse, with its archive, staging area, releases and Dagster storage."""

import os
from pathlib import Path
from typing import Final, Literal, cast, get_args

from sources.archive.page_archive import PageArchive
from warehouse.release.release_store import ReleaseStore
from warehouse.staging.area import StagingArea
from warehouse.staging.files import read_json, to_json, write_file

Kind = Literal["sample", "real"]
Source = Literal["sample", "archive", "live"]

VARIABLE: Final = "TIP_HOME"


class WrongHomeError(Exception):
    """The home holds data of the other kind."""


class Home:
    """The folder of one warehouse."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @classmethod
    def from_environment(cls) -> "Home":
        """The home that `TIP_HOME` names; `data/` in the repository if it is not set."""
        default = Path(__file__).resolve().parents[3] / "data"
        return cls(Path(os.environ.get(VARIABLE) or default).expanduser().resolve())

    @property
    def kind(self) -> Kind | None:
        """Whether the home holds sample or real data; None if it is empty."""
        metadata = read_json(self.folder / "home.json")
        return metadata["kind"] if metadata else None

    def claim(self, kind: Kind) -> None:
        """Records the kind of data of the home.

        Raises:
            WrongHomeError: the home holds the other kind.
        """
        self.validate_kind(kind)
        if self.kind is None:
            write_file(self.folder / "home.json", to_json({"kind": kind}))

    def validate_kind(self, kind: Kind) -> None:
        """Validates that the home is new or holds data of this kind.

        Raises:
            WrongHomeError: the home holds the other kind.
        """
        if self.kind not in (None, kind):
            raise WrongHomeError(
                f"{self.folder} holds {self.kind} data; set {VARIABLE} to another folder for {kind} data,"
                f" for example {VARIABLE}={self.folder}-{kind}"
            )

    @property
    def runs_live(self) -> bool:
        """Whether there was a live run on this home."""
        metadata = read_json(self.folder / "home.json")
        return bool(metadata and metadata.get("live"))

    def record_live(self) -> None:
        """Records that there was a live run; the nightly run is live from then on."""
        if not self.runs_live:
            write_file(self.folder / "home.json", to_json({"kind": "real", "live": True}))

    def archive(self) -> PageArchive:
        """The page archive."""
        return PageArchive(self.archive_folder)

    @property
    def archive_folder(self) -> Path:
        """The folder of the page archive."""
        return self.folder / "archive"

    def source_of(self, name: str | None) -> Source:
        """Where the pages of a run come from: the named source, or else that of the home; the sample in a new home.

        Raises:
            ValueError: the name is not `sample`, `archive` or `live`.
        """
        if name is not None:
            if name not in get_args(Source):
                raise ValueError(f"no source is called {name!r}; there are: {', '.join(get_args(Source))}")
            return cast("Source", name)
        if self.kind == "real":
            return "live" if self.runs_live else "archive"
        return "sample"

    @property
    def staging(self) -> StagingArea:
        """The staging area."""
        return StagingArea(self.folder / "staging")

    @property
    def releases(self) -> ReleaseStore:
        """The release store."""
        return ReleaseStore(self.folder)
