"""WACZ files: ZIP files with WARC files in the folder `archive`."""

import shutil
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Final

from sources.archive.record import Damage

_ZIP: Final = b"PK\x03\x04"
_SUFFIXES: Final = (".warc", ".warc.gz", ".warc.zst", ".arc", ".arc.gz")


@dataclass(frozen=True)
class WaczMember:
    """A WARC file of a WACZ file.

    Attributes:
        file: a temporary copy, which exists until the next member is read.
        name: the name of the WACZ file and of the WARC file in it, for messages.
    """

    file: Path
    name: str


def is_zip(path: Path) -> bool:
    """Whether a file begins like a ZIP file."""
    with path.open("rb") as file:
        return file.read(len(_ZIP)) == _ZIP


def wacz_members(path: Path) -> Iterator[WaczMember | Damage]:
    """Yields the WARC files of a WACZ file, each as a temporary copy."""
    try:
        archive = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        yield Damage(f"{path} is a damaged ZIP file ({error}): no record of it was read")
        return
    with archive, tempfile.TemporaryDirectory() as folder:
        infos = [info for info in archive.infolist() if info.filename.lower().endswith(_SUFFIXES)]
        if not infos:
            yield Damage(f"{path}: it is a ZIP file without a WARC file, so it is no WACZ file")
        for number, info in enumerate(infos):
            name = PurePosixPath(info.filename).name
            copy = Path(folder) / f"{number}-{name[-80:]}"
            label = f"{path}: {info.filename}"
            try:
                with archive.open(info) as source, copy.open("wb") as target:
                    shutil.copyfileobj(source, target)
            except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError) as error:
                yield Damage(f"{label} is damaged ({error})")
            if copy.exists() and copy.stat().st_size:
                yield WaczMember(copy, label)
            copy.unlink(missing_ok=True)
