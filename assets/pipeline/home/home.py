"""A home: the folder that holds archive, staging, releases and Dagster's storage of one warehouse."""

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
    """Where everything of one warehouse lies."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @classmethod
    def from_environment(cls) -> "Home":
        """The home that `TIP_HOME` names; `data/` in the repository without it."""
        default = Path(__file__).resolve().parents[3] / "data"
        return cls(Path(os.environ.get(VARIABLE) or default).expanduser().resolve())

    @property
    def kind(self) -> Kind | None:
        """Whether the home holds sample or real data; None while it holds nothing."""
        noted = read_json(self.folder / "home.json")
        return noted["kind"] if noted else None

    def claim(self, kind: Kind) -> None:
        """Records what the home holds.

        Raises:
            WrongHomeError: it holds the other kind.
        """
        self.check_kind(kind)
        if self.kind is None:
            write_file(self.folder / "home.json", to_json({"kind": kind}))

    def check_kind(self, kind: Kind) -> None:
        """Passes where the home is new or holds data of this kind.

        Raises:
            WrongHomeError: it holds the other kind.
        """
        if self.kind not in (None, kind):
            raise WrongHomeError(
                f"{self.folder} holds {self.kind} data; set {VARIABLE} to another folder for {kind} data,"
                f" for example {VARIABLE}={self.folder}-{kind}"
            )

    @property
    def runs_live(self) -> bool:
        """Whether a live run has ever been made of the home."""
        noted = read_json(self.folder / "home.json")
        return bool(noted and noted.get("live"))

    def note_live(self) -> None:
        """Records that a live run was made; from then on the nightly run is live."""
        if not self.runs_live:
            write_file(self.folder / "home.json", to_json({"kind": "real", "live": True}))

    def archive(self) -> PageArchive:
        """The page archive."""
        return PageArchive(self.archive_folder)

    @property
    def archive_folder(self) -> Path:
        """Where the page archive lies."""
        return self.folder / "archive"

    def source_of(self, asked: str | None) -> Source:
        """Where the pages of a run come from: as it was asked for, else what the home is of; the sample in a new one.

        Raises:
            ValueError: it was asked for something else than `sample`, `archive` or `live`.
        """
        if asked is not None:
            if asked not in get_args(Source):
                raise ValueError(f"no source is called {asked!r}; there are: {', '.join(get_args(Source))}")
            return cast("Source", asked)
        if self.kind == "real":
            return "live" if self.runs_live else "archive"
        return "sample"

    @property
    def staging(self) -> StagingArea:
        """The staging area."""
        return StagingArea(self.folder / "staging")

    @property
    def releases(self) -> ReleaseStore:
        """The releases."""
        return ReleaseStore(self.folder)
