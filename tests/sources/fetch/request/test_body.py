"""Decompression of bodies within limits."""

import gzip
import tracemalloc
import zlib
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.fetch.request.body import BrokenBodyError, TooLargeError, decompress

LIMIT = 1_000_000
PACKERS = {
    "gzip": gzip.compress,
    "x-gzip": gzip.compress,
    "deflate": zlib.compress,
    "": lambda body: body,
    "GZIP ": gzip.compress,
}


def raw_deflate(body: bytes) -> bytes:
    return zlib.compress(body, wbits=-zlib.MAX_WBITS)


def pieces(data: bytes, size: int) -> Iterator[bytes]:
    return (data[begin : begin + size] for begin in range(0, len(data), size))


def decompressed(data: bytes, coding: str, size: int = 1000) -> bytes:
    return decompress(pieces(data, size), coding, max_compressed_bytes=LIMIT, max_body_bytes=LIMIT)


@given(st.binary(max_size=3000), st.sampled_from(sorted(PACKERS)), st.integers(1, 400))
def test_a_compressed_body_is_decompressed(body: bytes, coding: str, size: int) -> None:
    assert decompressed(PACKERS[coding](body), coding, size) == body


@given(st.lists(st.binary(max_size=500), max_size=4), st.integers(1, 100))
def test_several_gzip_members_are_one_body(bodies: list[bytes], size: int) -> None:
    assert decompressed(b"".join(gzip.compress(body) for body in bodies), "gzip", size) == b"".join(bodies)


def test_deflate_without_its_header() -> None:
    assert decompressed(raw_deflate(b"text" * 100), "deflate") == b"text" * 100


@given(st.binary(min_size=100, max_size=2000), st.floats(0.05, 0.95))
def test_a_truncated_body_raises(body: bytes, share: float) -> None:
    packed = gzip.compress(body)
    with pytest.raises(BrokenBodyError):
        decompressed(packed[: max(11, int(len(packed) * share))], "gzip")


@given(st.binary(max_size=300))
def test_any_bytes_give_a_body_or_an_error(data: bytes) -> None:
    for coding in ("gzip", "deflate"):
        try:
            decompressed(data, coding)
        except (BrokenBodyError, TooLargeError):
            continue


@pytest.mark.parametrize("coding", ["br", "zstd", "gzip, gzip", "compress"])
def test_other_codings_raise(coding: str) -> None:
    with pytest.raises(BrokenBodyError, match="was not requested"):
        decompressed(b"anything", coding)


def test_both_sizes_are_limited() -> None:
    with pytest.raises(TooLargeError, match="after decompression"):
        decompressed(gzip.compress(b"\0" * (LIMIT + 1)), "gzip")
    with pytest.raises(TooLargeError, match="before decompression"):
        decompressed(b"\0" * (LIMIT + 1), "")


def test_reading_stops_at_the_limit() -> None:
    taken = 0

    def endless() -> Iterator[bytes]:
        nonlocal taken
        while True:
            taken += 1
            yield b"x" * 10_000

    with pytest.raises(TooLargeError):
        decompress(endless(), "", max_compressed_bytes=LIMIT, max_body_bytes=LIMIT)
    assert taken <= LIMIT // 10_000 + 1


@pytest.mark.parametrize("coding", ["gzip", "deflate"])
def test_a_single_piece_is_decompressed_up_to_the_limit(coding: str) -> None:
    bomb = PACKERS[coding](b"\0" * 50_000_000)
    tracemalloc.start()
    try:
        with pytest.raises(TooLargeError):
            decompressed(bomb, coding, size=len(bomb))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 5 * LIMIT
