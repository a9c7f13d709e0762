"""What a file is that has no WARC record."""

import re
import zlib
from pathlib import Path
from typing import Final

from sources.archive.members import GZIP

_HEAD_BYTES: Final = 1 << 14
_HINT: Final = "`tip import FILE --url URL` imports a saved page"
_MHTML: Final = re.compile(
    rb"\A(?:[\w-]+:[^\n]*\r?\n(?:[ \t][^\n]*\r?\n)*)*?content-type:\s*multipart/related\b", re.IGNORECASE
)
_MIME: Final = re.compile(rb"\A(?:[\w-]+:[^\n]*\r?\n(?:[ \t][^\n]*\r?\n)*)*?mime-version:", re.IGNORECASE)
_MARKUP: Final = re.compile(rb"\A\s*<[a-zA-Z!?]")
_SIGNATURES: Final = {
    b"%PDF-": "a PDF document",
    b"BZh": "compressed with bzip2; decompress it first",
    b"\xfd7zXZ\x00": "compressed with xz; decompress it first",
    b"7z\xbc\xaf": "a 7-Zip file; unpack it first",
    b"Rar!": "a RAR file; unpack it first",
    b"bplist": "a web archive of Safari; save the page as HTML",
}
_CONTROL: Final = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


def kind_of_file(path: Path) -> str | None:
    """What a file without a WARC record is, and what to do with it; None where that is not known."""
    with path.open("rb") as file:
        head = file.read(_HEAD_BYTES)
    if not head:
        return "the file is empty"
    if head.startswith(GZIP):
        try:
            head = zlib.decompressobj(31).decompress(head, _HEAD_BYTES)
        except zlib.error:
            return None
        kind = kind_of_bytes(head)
        return f"decompressed, {kind}" if kind is not None else None
    return kind_of_bytes(head)


def kind_of_bytes(head: bytes) -> str | None:
    """What a file that begins with these bytes is, and what to do with it; None where that is not known."""
    head = head.removeprefix(b"\xef\xbb\xbf")
    if is_mhtml(head):
        return f"it is MHTML, which tip does not read: save the page as HTML; {_HINT}"
    for signature, kind in _SIGNATURES.items():
        if head.startswith(signature):
            return f"it is no WARC file, it is {kind}"
    if head.lstrip().startswith((b"WARC/", b"filedesc:")):
        return None
    if _MARKUP.match(head):
        return f"it is no WARC file, it is HTML: {_HINT}"
    if _is_text(head):
        return f"it is no WARC file, it is text: {_HINT}"
    return None


def is_mhtml(head: bytes) -> bool:
    """Whether these are the first bytes of an MHTML file."""
    head = head.lstrip()
    return bool(_MHTML.match(head)) or bool(_MIME.match(head) and b"multipart/related" in head.lower())


def _is_text(head: bytes) -> bool:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    try:
        head[:-4].decode("utf-8")
    except UnicodeDecodeError:
        return False
    return not _CONTROL.search(head)
