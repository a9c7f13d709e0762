"""Bytes to text, in the order of the HTML standard: byte order mark, HTTP charset, meta declaration, detection.

A few invalid bytes do not change an encoding. They are decoded as replacement characters (U+FFFD) and counted. A page
with more of them than `MAX_REPLACED_SHARE` is not text in that encoding. A declaration is overruled only by bytes that
clearly are another encoding: valid UTF-8, or Windows-1252 in a page that declares UTF-8. Both give a remark or are
UTF-8, which needs none.
"""

import codecs
import re
from dataclasses import dataclass
from itertools import islice
from typing import Final

import webencodings

from warehouse.tables.vocabulary import MAX_REPLACED_SHARE

REPLACEMENT: Final = "\ufffd"

_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_COMMENT: Final = re.compile(rb"<!--.*?(?:-->|\Z)", re.DOTALL)
_META: Final = re.compile(rb"<meta[^>]{0,300}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]{2,40})", re.IGNORECASE)
_XML: Final = re.compile(rb"\s{0,99}<\?xml[^>]{0,300}?encoding\s*=\s*[\"']([A-Za-z0-9_.:-]{2,40})[\"']", re.IGNORECASE)
_META_WINDOW_BYTES: Final = 4096
_DETECTION_WINDOW_BYTES: Final = 256 * 1024
_NO_TEXT: Final = ("replacement", "x-user-defined")  # labels of the standard without a text encoding

_MIN_FOREIGN_BYTES: Final = 2
"""One invalid byte never changes a declared encoding."""

_MIN_WESTERN_SHARE: Final = 0.95
_WESTERN: Final = re.compile(
    r"(?<=[A-Za-z])[à-öø-üœß](?![A-Z])|[à-öø-üÀ-ÖØ-ÜŒ](?=[a-zà-öø-ü])|(?<=[A-ZÀ-Ü])[À-ÖØ-Ü]|\b[àéè]\b"
    r"|[“‘«¿¡](?=[\w.…])|(?<=[\w.,;:!?…%)])[”’»]|[“”](?=\s|[<.,;:)])|(?<=\w)[–—](?=\w)|(?<=\s)[–—•·](?=\s)"
    r"|…|(?<=[\d.,;:!?>\s])\xa0|\xa0(?=[\d<&\s])|[§©®™](?=[\s\w<]|$)|[€£](?=\s?\d)|(?<=\d)[°ºª²³½¼¾]"
)
"""Characters of Windows-1252 beyond ASCII in places where texts of Western languages have them."""

_QUOTES: Final = re.compile("[‘’“”–—]")
"""Bytes that no damage of a single bit makes from ASCII text."""

_BEYOND_ASCII: Final = re.compile(r"[^\x00-\x7f]")
_MAX_EXAMINED: Final = 50_000
_MANY_WESTERN: Final = 10


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
        replaced: number of replacement characters in the text: for invalid bytes, and those that the page has itself.
    """

    text: str
    encoding: str
    guessed: bool = False
    remark: str | None = None
    replaced: int = 0


@dataclass(frozen=True)
class _Attempt:
    """Bytes decoded in one encoding. `invalid` counts invalid sequences."""

    text: str
    encoding: str
    invalid: int

    @property
    def valid(self) -> int:
        """The number of valid characters beyond ASCII."""
        beyond_ascii = 0 if self.text.isascii() else len(self.text) - len(self.text.encode("ascii", "ignore"))
        return beyond_ascii - self.text.count(REPLACEMENT)

    @property
    def is_mostly_valid(self) -> bool:
        return self.invalid < self.valid


def decode(body: bytes, http_charset: str | None = None) -> Decoded:
    """Decodes bytes as text.

    Args:
        body: the page after content decoding.
        http_charset: the charset parameter of the HTTP Content-Type header, if any.

    Raises:
        UndecodableError: no encoding fits, or too many bytes are invalid in the declared one.
    """
    for bom, encoding in _BOMS:
        if body.startswith(bom):
            return _accepted(_attempt(body[len(bom) :], encoding))
    labels = [label for label in (http_charset, _xml_or_meta_charset(body)) if label]
    declared = [codec for label in labels if (codec := _codec(label)) and _is_possible(codec, body)]
    utf8 = _attempt(body, "utf-8")
    if not declared:
        is_utf8 = utf8.invalid == 0 or utf8.is_mostly_valid
        return _accepted(utf8) if is_utf8 else _detect(body, labels)
    if declared[0] != "utf-8":
        attempt = _attempt(body, declared[0])
        return _accepted(utf8 if utf8.invalid < attempt.invalid and utf8.is_mostly_valid else attempt)
    return _foreign(body, utf8, declared[1:], labels) or _accepted(utf8)


def _foreign(body: bytes, utf8: _Attempt, declared: list[str], labels: list[str]) -> Decoded | None:
    """The text of a page that declares UTF-8 and clearly is in another encoding; None for any other page."""
    if utf8.invalid < _MIN_FOREIGN_BYTES or utf8.is_mostly_valid:
        return None
    for encoding in (*declared, "cp1252"):
        other = _attempt(body, encoding)
        if other.invalid == 0 and (encoding != "cp1252" or _is_western(other.text)):
            return _guessed(other, labels)
    return None


def _attempt(body: bytes, encoding: str) -> _Attempt:
    try:
        text, invalid = body.decode(encoding), 0
    except UnicodeDecodeError:
        text = body.decode(encoding, errors="replace")
        own = body.count(codecs.encode(REPLACEMENT, "utf-8")) if encoding == "utf-8" else 0
        invalid = text.count(REPLACEMENT) - own
    return _Attempt(text, encoding, invalid)


def _accepted(attempt: _Attempt) -> Decoded:
    """The text of an attempt.

    Raises:
        UndecodableError: it has too many replacement characters.
    """
    return Decoded(attempt.text, attempt.encoding, replaced=count_replaced(attempt.text, attempt.encoding))


def count_replaced(text: str, encoding: str | None = None) -> int:
    """The number of replacement characters in a text.

    Args:
        text: a page, or the text that was read from it.
        encoding: the encoding of the page, for the message of the error.

    Raises:
        UndecodableError: they are more than the allowed share.
    """
    replaced = text.count(REPLACEMENT)
    if replaced > max(1, MAX_REPLACED_SHARE * len(text)):
        where = f" as {encoding}" if encoding else ""
        raise UndecodableError(
            f"{replaced:,} of {len(text):,} characters cannot be read{where}, more than {MAX_REPLACED_SHARE:.0%}"
        )
    return replaced


def _guessed(attempt: _Attempt, labels: list[str]) -> Decoded:
    declaration = f"declared {labels[0].lower()}" if labels else "no charset declared"
    accepted = _accepted(attempt)
    remark = f"{declaration}, read as {attempt.encoding}"
    return Decoded(accepted.text, accepted.encoding, guessed=True, remark=remark, replaced=accepted.replaced)


def _xml_or_meta_charset(body: bytes) -> str | None:
    """The charset that a page declares in a meta element, else in its XML declaration."""
    window = _COMMENT.sub(b"", body[:_META_WINDOW_BYTES])
    found = _META.search(window) or _XML.match(window)
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


def _is_possible(codec: str, body: bytes) -> bool:
    """Whether bytes can be in an encoding: markup in UTF-16 has zero bytes."""
    return not codec.startswith("utf-16") or b"\0" in body[:_META_WINDOW_BYTES]


def _detect(body: bytes, labels: list[str]) -> Decoded:
    # Windows-1252 is the most common encoding of English pages that are not UTF-8.
    attempt = _attempt(body, "cp1252")
    has_invalid = attempt.invalid > 0 and not (attempt.is_mostly_valid and _is_western(attempt.text))
    if has_invalid or _looks_wrong(attempt.text):
        import charset_normalizer  # noqa: PLC0415 - few pages need it

        best = charset_normalizer.from_bytes(body[:_DETECTION_WINDOW_BYTES]).best()
        if best is None:
            raise UndecodableError("no character encoding fits the bytes")
        attempt = _attempt(body, best.encoding)
    return _guessed(attempt, labels)


def _is_western(text: str) -> bool:
    """Whether nearly all characters beyond ASCII are in places where texts of Western languages have them.

    A few letters with accents may be damaged ASCII letters. They count only beside printed quotes and dashes, or if the
    same letter between the same letters occurs twice.
    """
    places = [found.start() for found in islice(_BEYOND_ASCII.finditer(text), _MAX_EXAMINED)]
    in_place = [place for place in places if _WESTERN.match(text, place)]
    if len(in_place) < _MIN_WESTERN_SHARE * len(places):
        return False
    if len(in_place) >= _MANY_WESTERN or _QUOTES.search(text) is not None:
        return True
    words = [text[max(place - 2, 0) : place + 3] for place in in_place]
    return len(set(words)) < len(words)


def _looks_wrong(text: str) -> bool:
    """Whether a text has many characters that are rare on English pages: another encoding, or no text at all."""
    sample = text[:_DETECTION_WINDOW_BYTES]
    odd = sum(1 for character in sample if ord(character) < 32 and character not in "\t\n\r\f")
    letters = sum(1 for character in sample if character.isascii() or character.isspace())
    return odd > 0 or letters < 0.7 * len(sample)
