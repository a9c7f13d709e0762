"""A home and the steps of the refresh job, without Dagster."""

from pathlib import Path

from assets.pipeline.home.home import Home
from assets.pipeline.publish.release import publish_staged
from sources.state_department.pages import assign
from tests.pipeline import build_all, check_all, read_stale
from tests.support import write_warc
from warehouse.release.publish import Published


class Warehouse:
    """A home and the steps of the refresh job."""

    def __init__(self, folder: Path) -> None:
        self.home = Home(folder / "home")
        self.home.claim("real")
        self.files = folder / "files"
        self.files.mkdir()

    def ingest(self, pages: dict[str, bytes], **options: str) -> list[str]:
        path = write_warc(self.files / f"{len(list(self.files.iterdir()))}.warc.gz", pages, **options)
        with self.home.archive() as archive:
            return archive.import_warc(path, origin="archive", assign=assign).lines

    def stage(self) -> int:
        """Stages everything; returns the number of changed files."""
        read_stale(self.home)
        return sum(staged.changed for staged in build_all(self.home).values())

    def check(self) -> dict[str, bool]:
        return {name: result.passed for name, result in check_all(self.home).items()}

    def publish(self) -> Published:
        return publish_staged(self.home)

    def refresh(self) -> Published:
        self.stage()
        self.check()
        return self.publish()
