"""A home: the folder of one warehouse, with its archive, staging area, releases and Dagster storage."""

from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, cast, get_args
from uuid import uuid4

from assets.pipeline.home.lock import waiting
from assets.pipeline.settings.files import HOME_VARIABLE, WrongHomeError, home_folder
from warehouse.release.release_store import ReleaseStore
from warehouse.staging.files import read_json, to_json, write_file

if TYPE_CHECKING:
    from sources.archive.page_archive import PageArchive
    from warehouse.staging.area import StagingArea

Kind = Literal["sample", "real"]
Source = Literal["sample", "archive", "live"]


class DamagedHomeError(Exception):
    """`home.json` is damaged or missing, so it is not known which data the home holds."""


class Home:
    """The folder of one warehouse."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @classmethod
    def from_environment(cls) -> "Home":
        """The home that the settings name; by default `data/` of a clone, or the data folder of the user.

        Raises:
            WrongHomeError: `TIP_HOME` names no folder.
            SettingsError: the settings file cannot be read.
        """
        return cls(home_folder())

    @property
    def kind(self) -> Kind | None:
        """Whether the home holds sample or real data; None if it is empty."""
        metadata = self._metadata()
        return cast("Kind", metadata["kind"]) if metadata is not None else None

    def _metadata(self) -> dict[str, Any] | None:
        """The content of `home.json`; None in a new home.

        Raises:
            DamagedHomeError: the file is damaged, or missing beside releases.
        """
        path = self.folder / "home.json"
        try:
            metadata = read_json(path)
        except ValueError:
            metadata = {}
        is_missing = not path.exists()
        if is_missing and not (self.folder / "current").is_symlink():
            return None
        if not isinstance(metadata, dict) or metadata.get("kind") not in get_args(Kind):
            state = "is missing, and there are releases beside it" if is_missing else "is damaged"
            raise DamagedHomeError(
                f'{path} {state}; write {{"kind": "{self._released_kind() or "real"}"}} into it'
                ' ("sample" for a home of the sample); no other file was changed'
            )
        return metadata

    def _released_kind(self) -> str | None:
        """The kind of data of the current release; None without a readable release."""
        try:
            current = self.releases.current()
            return str(current.summary["kind"]) if current is not None else None
        except (OSError, ValueError, KeyError):
            return None

    def claim(self, kind: Kind) -> None:
        """Records the kind of data of the home.

        Raises:
            WrongHomeError: the home holds the other kind.
        """
        self.validate_kind(kind)
        if self.kind is None:
            self._record(kind=kind)

    def validate_kind(self, kind: Kind) -> None:
        """Validates that the home is new or holds data of this kind.

        Raises:
            WrongHomeError: the home holds the other kind.
        """
        if self.kind not in (None, kind):
            raise WrongHomeError(
                f"{self.folder} holds {self.kind} data; set {HOME_VARIABLE} to another folder for {kind} data,"
                f" for example {HOME_VARIABLE}={self.folder}-{kind}"
            )

    @property
    def runs_live(self) -> bool:
        """Whether there was a live run on this home."""
        return bool((self._metadata() or {}).get("live"))

    def record_live(self) -> None:
        """Records that there was a live run; the nightly run is live from then on."""
        if not self.runs_live:
            self._record(kind="real", live=True)

    @property
    def id(self) -> str | None:
        """What names the home in object stores; None in a new home, and in one of an older version before it writes.

        It stays when the folder or the machine gets another name, and is in backups.
        """
        known = (self._metadata() or {}).get("id")
        return str(known) if known else None

    def ensured_id(self) -> str:
        """The id, which is written first where a home of an older version has none."""
        if self.id is None:
            self._record()
        return cast("str", self.id)

    def _record(self, **changes: Any) -> None:
        """Changes `home.json`, and adds the id where there is none."""
        with waiting(self.folder, "home.json"):
            metadata = {"id": uuid4().hex, **(self._metadata() or {}), **changes}
            write_file(self.folder / "home.json", to_json(metadata))

    def archive(self) -> "PageArchive":
        """The page archive."""
        from sources.archive.page_archive import PageArchive  # noqa: PLC0415 - commands on a release need none

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
    def staging(self) -> "StagingArea":
        """The staging area."""
        from warehouse.staging.area import StagingArea  # noqa: PLC0415 - the same

        return StagingArea(self.folder / "staging")

    @property
    def releases(self) -> ReleaseStore:
        """The release store."""
        return ReleaseStore(self.folder)
