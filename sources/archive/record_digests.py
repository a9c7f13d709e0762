"""Digests in the headers of WARC records, which are compared with the bytes and never believed."""

import base64
import binascii
import hashlib
from typing import Final

_ALGORITHMS: Final = {
    "md5": "md5",
    "sha1": "sha1",
    "sha-1": "sha1",
    "sha256": "sha256",
    "sha-256": "sha256",
    "sha512": "sha512",
    "sha-512": "sha512",
}


def matches(claimed: str | None, *bodies: bytes) -> bool | None:
    """Whether a digest is that of one of these bodies; None where it cannot be compared.

    Args:
        claimed: algorithm and digest, in base 16 or base 32, as `sha1:3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ`.
        bodies: forms of the same body.
    """
    name, _, value = (claimed or "").strip().partition(":")
    algorithm = _ALGORITHMS.get(name.strip().lower())
    if algorithm is None:
        return None
    size = hashlib.new(algorithm, usedforsecurity=False).digest_size
    digest = _decoded(value.strip(), size)
    if digest is None:
        return None
    return any(hashlib.new(algorithm, body, usedforsecurity=False).digest() == digest for body in bodies)


def _decoded(value: str, size: int) -> bytes | None:
    try:
        if len(value) == 2 * size:
            return bytes.fromhex(value)
        digest = base64.b32decode(value.upper().rstrip("=") + "=" * (-len(value.rstrip("=")) % 8))
    except (ValueError, binascii.Error):
        return None
    return digest if len(digest) == size else None
