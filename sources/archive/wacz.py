"""WACZ files: ZIP files with WARC files in the folder `archive`."""

import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, Final

from sources.archive.record import Damage

_ZIP: Final = b"PK\x03\x04"
_SUFFIXES: Final = (".warc", ".warc.gz", ".warc.zst", ".arc", ".arc.gz")
_RATIO: Final = 100
"""A WARC file in a ZIP file is at most this many times as large as its compressed form; pages reach ten times."""

_SMALL_BYTES: Final = 64 * 1024 * 1024
"""What may be copied whatever its compressed size is."""

_PIECE_BYTES: Final = 1 << 20


class _TooLargeError(Exception):
    """A member is larger than any WARC file of its compressed size."""


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
    """Yields the WARC files of a WACZ file, each as a temporary copy.

    One that inflates to far more than WARC files do is left out with a `Damage`: it would fill the disk.
    """
    try:
        archive = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        yield Damage(f"{path} is a damaged ZIP file ({error}): no record of it was read")
        return
    with archive, tempfile.TemporaryDirectory() as folder:
        infos = [info for info in archive.infolist() if info.filename.lower().endswith(_SUFFIXES)]
        if not infos:
            yield Damage(f"{path}: it is a ZIP file without a WARC file, so it is no WACZ file")
        left = 2 * _limit(path.stat().st_size)  # for all of them together
        for number, info in enumerate(infos):
            name = PurePosixPath(info.filename).name
            copy = Path(folder) / f"{number}-{name[-80:]}"
            label = f"{path}: {info.filename}"
            limit = min(left, _limit(info.compress_size))
            try:
                with archive.open(info) as source, copy.open("wb") as target:
                    _copy(source, target, limit)
            except _TooLargeError:
                copy.unlink()
                left -= limit
                yield Damage(
                    f"{label} inflates to more than {limit:,} bytes, as no WARC file of its size does: left out"
                )
            except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError) as error:
                yield Damage(f"{label} is damaged ({error})")
            if copy.exists() and (size := copy.stat().st_size):
                left -= size
                yield WaczMember(copy, label)
            copy.unlink(missing_ok=True)


def _limit(compressed: int) -> int:
    """How many bytes may come from a number of compressed bytes."""
    return max(_SMALL_BYTES, _RATIO * compressed)


def _copy(source: IO[bytes], target: IO[bytes], limit: int) -> None:
    """Copies a file.

    Raises:
        _TooLargeError: it is larger than the limit.
    """
    copied = 0
    while piece := source.read(_PIECE_BYTES):
        copied += len(piece)
        if copied > limit:
            raise _TooLargeError
        target.write(piece)
