"""Random damages of a WARC file, with the records that they leave whole."""

import gzip
import random
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Final

import zstandard

FORMS: Final = ("per_record", "plain", "whole", "bgzip", "zstd")


@dataclass
class Damaged:
    """A damaged file.

    Attributes:
        data: its bytes.
        name: its form and its damage.
        whole: numbers of the records that the damage does not touch and that can be read from the bytes that are left.
        chosen: numbers of the records that the file had.
        is_whole: whether nothing is lost, or nothing that can be found.
    """

    data: bytes
    name: str
    whole: set[int] = field(default_factory=set)
    chosen: set[int] = field(default_factory=set)
    is_whole: bool = False


def damaged_files(records: list[bytes], seed: int, count: int) -> Iterator[Damaged]:
    """Yields damaged files made of some of these plain records.

    Args:
        records: plain WARC records, each with its newlines.
        seed: of the random numbers.
        count: how many files.
    """
    chance = random.Random(seed)
    for number in range(count):
        chosen = sorted(chance.sample(range(len(records)), k=min(len(records), chance.randint(3, 8))))
        form = FORMS[number % len(FORMS)]
        damage = (_cut, _flip, _swap, _garbage, _zeros, _concatenate, _length)[number // len(FORMS) % 7]
        damaged = damage(chance, form, {one: records[one] for one in chosen})
        damaged.chosen = set(chosen)
        yield damaged


def parts_of(form: str, records: dict[int, bytes], chance: random.Random) -> list[tuple[bytes, set[int]]]:
    """The parts of a file that are decompressed by themselves, each with the records that need it."""
    if form == "plain":
        return [(data, {one}) for one, data in records.items()]
    if form == "per_record":
        return [(gzip.compress(data, mtime=0), {one}) for one, data in records.items()]
    if form == "zstd":
        compressor = zstandard.ZstdCompressor(write_checksum=True)
        return [(compressor.compress(data), {one}) for one, data in records.items()]
    if form == "whole":
        return [(gzip.compress(b"".join(records.values()), mtime=0), set(records))]
    text, size = b"".join(records.values()), chance.choice((700, 4_096, 65_280))
    ends = dict(zip(records, accumulate(map(len, records.values())), strict=True))
    return [
        (
            gzip.compress(text[at : at + size], mtime=0),
            {one for one, end in ends.items() if end > at and end - len(records[one]) < at + size},
        )
        for at in range(0, len(text), size)
    ]


def _cut(chance: random.Random, form: str, records: dict[int, bytes]) -> Damaged:
    parts = parts_of(form, records, chance)
    data = b"".join(part for part, _ in parts)
    end = chance.randrange(1, len(data))
    return Damaged(data[:end], f"{form}, cut at {end}", _untouched(parts, records, end, len(data)))


def _flip(chance: random.Random, form: str, records: dict[int, bytes]) -> Damaged:
    parts = parts_of(form, records, chance)
    data = bytearray(b"".join(part for part, _ in parts))
    at = chance.randrange(len(data))
    data[at] ^= 1 << chance.randrange(8)
    whole = _untouched(parts, records, at, at + 1)
    return Damaged(bytes(data), f"{form}, flip at {at}", whole, is_whole=form == "plain" and _is_in_head(records, at))


def _zeros(chance: random.Random, form: str, records: dict[int, bytes]) -> Damaged:
    parts = parts_of(form, records, chance)
    data = bytearray(b"".join(part for part, _ in parts))
    at = chance.randrange(len(data))
    end = min(at + chance.randint(1, 3_000), len(data))
    data[at:end] = bytes(end - at)
    return Damaged(bytes(data), f"{form}, zeros from {at} to {end}", _untouched(parts, records, at, end))


def _swap(chance: random.Random, form: str, records: dict[int, bytes]) -> Damaged:
    """Swaps two blocks of the same size."""
    parts = parts_of(form, records, chance)
    data = b"".join(part for part, _ in parts)
    size = chance.randint(1, max(len(data) // 8, 1))
    first = chance.randrange(len(data) - 2 * size)
    second = chance.randrange(first + size, len(data) - size)
    between = data[first + size : second]
    swapped = data[:first] + data[second : second + size] + between + data[first : first + size] + data[second + size :]
    whole = _untouched(parts, records, first, first + size) & _untouched(parts, records, second, second + size)
    return Damaged(swapped, f"{form}, {size} bytes swapped at {first} and {second}", whole)


def _garbage(chance: random.Random, form: str, records: dict[int, bytes]) -> Damaged:
    """Inserts random bytes between two parts, or at the end."""
    parts = parts_of(form, records, chance)
    garbage = b"\xff" + chance.randbytes(chance.randint(1, 2_000))
    before = chance.randint(1, len(parts))
    head, tail = (b"".join(part for part, _ in some) for some in (parts[:before], parts[before:]))
    whole = _untouched(parts, records, len(head), len(head) + (form == "bgzip" and before < len(parts)))
    return Damaged(head + garbage + tail, f"{form}, {len(garbage)} bytes of garbage at {len(head)}", whole)


def _concatenate(chance: random.Random, form: str, records: dict[int, bytes]) -> Damaged:
    """Two files of different forms, of which the first may be cut."""
    numbers = list(records)
    middle = chance.randint(1, len(numbers) - 1)
    first = {one: records[one] for one in numbers[:middle]}
    second = {one: records[one] for one in numbers[middle:]}
    form = "whole" if form == "plain" else form
    other = "zstd" if form == "zstd" else chance.choice(("per_record", "whole", "bgzip"))
    parts, tail = parts_of(form, first, chance), b"".join(part for part, _ in parts_of(other, second, chance))
    data = b"".join(part for part, _ in parts)
    if chance.random() < 0.5:
        return Damaged(data + tail, f"{form} and {other}", set(records), is_whole=True)
    end = chance.randrange(1, len(data))
    whole = _untouched(parts, first, end, len(data)) | set(second)
    return Damaged(data[:end] + tail, f"{form} cut at {end}, and {other}", whole)


def _length(chance: random.Random, form: str, records: dict[int, bytes]) -> Damaged:
    """One record has a wrong length."""
    wrong = chance.choice(list(records))
    data = records[wrong]
    start = data.rindex(b"Content-Length: ", 0, data.index(b"\r\n\r\n")) + len(b"Content-Length: ")
    end = data.index(b"\r\n", start)
    length = int(data[start:end])
    value = chance.choice((length + 1 + chance.randrange(5_000), chance.randrange(length), 10**12))
    changed = {**records, wrong: data[:start] + b"%d" % value + data[end:]}
    text = b"".join(part for part, _ in parts_of(form, changed, chance))
    return Damaged(text, f"{form}, length {value} for {length}", set(records) - {wrong})


def _untouched(parts: list[tuple[bytes, set[int]]], records: dict[int, bytes], start: int, end: int) -> set[int]:
    """The records that need no part between two places; of one gzip stream, the records before the first place."""
    if len(parts) == 1 and len(records) > 1 and parts[0][0].startswith(b"\x1f\x8b"):
        return _before(parts[0][0], records, start)
    touched: set[int] = set()
    at = 0
    for part, numbers in parts:
        if at < end and start < at + len(part):
            touched |= numbers
        at += len(part)
    return set(records) - touched


def _is_in_head(records: dict[int, bytes], at: int) -> bool:
    """Whether a place of a plain file is in the WARC header of a record, which no digest covers."""
    for data in records.values():
        if at < len(data):
            return at < data.index(b"\r\n\r\n")
        at -= len(data)
    return False


def _before(data: bytes, records: dict[int, bytes], start: int) -> set[int]:
    """The records of one gzip stream that can be decompressed before a place."""
    size = len(zlib.decompressobj(31).decompress(data[:start]))
    ends = zip(records, accumulate(map(len, records.values())), strict=True)
    return {one for one, end in ends if end <= size}
