"""Bytes to text: byte order mark, HTTP charset, meta declaration, detection, in this order.

A declaration counts only if the bytes are valid in it. A page that declares UTF-8 and is Latin-1 is read as Latin-1,
with a remark.
"""

import codecs
import re
from dataclasses import dataclass

import charset_normalizer
import webencodings

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_META = re.compile(rb"<meta[^>]{0,300}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]{2,40})", re.IGNORECASE)
_META_WINDOW_BYTES = 4096
_DETECTION_WINDOW_BYTES = 256 * 1024
_NO_TEXT = ("replacement", "x-user-defined")  # labels of the standard without a text encoding


class UndecodableError(ValueError):
    """No encoding fits the bytes."""


@dataclass(frozen=True)
class Decoded:
    """Bytes as text.

    Attributes:
        text: the text.
        encoding: the encoding of the bytes.
        guessed: whether the encoding was guessed: no declaration fits the bytes and they are not UTF-8.
        remark: the declared and the guessed encoding, in words; None where nothing was guessed.
    """

    text: str
    encoding: str
    guessed: bool = False
    remark: str | None = None


def decode(body: bytes, http_charset: str | None = None) -> Decoded:
    """Decodes bytes as text.

    Args:
        body: the page after content decoding.
        http_charset: the charset parameter of the HTTP Content-Type header, if any.

    Raises:
        UndecodableError: no encoding fits.
    """
    for bom, encoding in _BOMS:
        if body.startswith(bom):
            try:
                return Decoded(body[len(bom) :].decode(encoding), encoding)
            except UnicodeDecodeError:
                break
    declared = [label for label in (http_charset, _meta_charset(body)) if label]
    for label in declared:
        codec = _codec(label)
        text = _decode_or_none(body, codec) if codec else None
        if codec and text is not None:
            return Decoded(text, codec)
    text = _decode_or_none(body, "utf-8")
    if text is not None:
        return Decoded(text, "utf-8")
    return _detect(body, declared)


def _meta_charset(body: bytes) -> str | None:
    found = _META.search(body, 0, _META_WINDOW_BYTES)
    if found is None:
        return None
    label = found.group(1).decode("ascii")
    # A declaration in ASCII bytes is not in UTF-16, even if it declares UTF-16.
    return "utf-8" if label.lower().startswith("utf-16") else label


def _codec(label: str) -> str | None:
    """The codec of a label in the WHATWG Encoding Standard; None for an unknown label.

    Python's registry also accepts `hex`, `zlib` and `punycode`, and does not read Latin-1 as Windows-1252.
    """
    encoding = webencodings.lookup(label.strip().strip("\"'"))
    if encoding is None or encoding.name in _NO_TEXT:
        return None
    return codecs.lookup(encoding.codec_info.name).name


def _decode_or_none(body: bytes, codec: str) -> str | None:
    try:
        return body.decode(codec)
    except UnicodeDecodeError:
        return None


def _detect(body: bytes, declared: list[str]) -> Decoded:
    # Windows-1252 is the most common encoding of English pages that are not UTF-8.
    text = _decode_or_none(body, "cp1252")
    encoding = "cp1252"
    if text is None or _looks_wrong(text):
        best = charset_normalizer.from_bytes(body[:_DETECTION_WINDOW_BYTES]).best()
        if best is None:
            raise UndecodableError("no character encoding fits the bytes")
        encoding = best.encoding
        text = _decode_or_none(body, encoding)
        if text is None:
            raise UndecodableError(f"bytes look like {encoding} but are not valid in it")
    declaration = f"declared {declared[0].lower()}" if declared else "no charset declared"
    return Decoded(text, encoding, guessed=True, remark=f"{declaration}, read as {encoding}")


def _looks_wrong(text: str) -> bool:
    """Whether a text has many characters that are rare on English pages: another encoding, or no text at all."""
    sample = text[:_DETECTION_WINDOW_BYTES]
    odd = sum(1 for character in sample if ord(character) < 32 and character not in "\t\n\r\f")
    letters = sum(1 for character in sample if character.isascii() or character.isspace())
    return odd > 0 or letters < 0.7 * len(sample)
