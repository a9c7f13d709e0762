"""A folder of an object store: S3, or a service with the same protocol.

Releases, WARC segments and the results of workers can be there. The usual `AWS_*` variables name the service and give
access to it: AWS_ENDPOINT_URL, AWS_REGION, AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN.
"""

import errno
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

_MAX_RETRIES: Final = 8
_RETRY_SECONDS: Final = 30
_FIRST_PAUSE_SECONDS: Final = 1
_LONGEST_PAUSE_SECONDS: Final = 8
"""A store that is overloaded or away is asked again for about half a minute, with longer and longer pauses."""

_CONNECT_TIMEOUT: Final = "10s"
_REQUEST_TIMEOUT: Final = "120s"
_CREATED_BYTES: Final = 256 << 20
"""The most bytes of one conditional request; a larger file is sent in parts, which no condition can protect."""
_DELETED_AT_ONCE: Final = 1_000
"""The most objects that one request may delete."""


class StoreError(Exception):
    """The store cannot be reached or refuses; one line says which store, what failed and what to do."""


class ChangedInStoreError(StoreError):
    """Another process changed the object since it was read."""


@dataclass(frozen=True)
class StoredObject:
    """An object of the store.

    Attributes:
        path: its path below the address of the store.
        size: its size in bytes.
        modified: when it was written.
    """

    path: str
    size: int
    modified: datetime


def validate_address(address: str) -> str:
    """The address without a final slash.

    Raises:
        ValueError: it is not `s3://bucket` or `s3://bucket/prefix`.
    """
    parts = urlsplit(address)
    if parts.scheme != "s3" or not parts.netloc or parts.query or parts.fragment:
        raise ValueError("is no address of an object store, such as s3://bucket/prefix")
    return address.rstrip("/")


class ObjectStore:
    """A folder of an object store."""

    def __init__(self, address: str) -> None:
        """Prepares the store; the first request connects.

        Args:
            address: `s3://bucket/prefix`.
        """
        self.address = validate_address(address)

    def url(self, path: str) -> str:
        """The address of an object."""
        return f"{self.address}/{path}"

    def get(self, path: str) -> bytes | None:
        """The bytes of an object; None where there is none."""
        found = self.get_tagged(path)
        return found[0] if found is not None else None

    def get_tagged(self, path: str) -> tuple[bytes, str] | None:
        """The bytes of an object and the tag of this version of it; None where there is none."""
        try:
            with self._errors(path):
                result = self._obstore.get(self._store, path)
                return bytes(result.bytes()), str(result.meta["e_tag"])
        except FileNotFoundError:
            return None

    def tag(self, path: str) -> str:
        """The tag of the present version of an object.

        Raises:
            FileNotFoundError: there is no such object.
        """
        with self._errors(path):
            return str(self._obstore.head(self._store, path)["e_tag"])

    def exists(self, path: str) -> bool:
        """Whether there is an object at a path."""
        try:
            with self._errors(path):
                self._obstore.head(self._store, path)
        except FileNotFoundError:
            return False
        return True

    def get_range(self, path: str, start: int, length: int) -> bytes:
        """Bytes of an object from a position on; fewer where it ends, none after its end.

        Raises:
            FileNotFoundError: there is no such object.
        """
        with self._errors(path):
            try:
                return bytes(self._obstore.get_range(self._store, path, start=start, length=length))
            except Exception:
                if start < self._obstore.head(self._store, path)["size"]:
                    raise
                return b""

    def put(self, path: str, content: bytes | Path) -> None:
        """Writes an object in one step; large ones in parts."""
        with self._errors(path):
            self._obstore.put(self._store, path, content)

    def put_new(self, path: str, file: Path) -> bool:
        """Writes a file as a new object; False where there is an object already, which stays as it is."""
        exceptions = self._obstore.exceptions
        if file.stat().st_size > _CREATED_BYTES:
            if is_new := not self.exists(path):
                self.put(path, file)
            return is_new
        with self._errors(path):
            try:
                self._obstore.put(self._store, path, file, mode="create", use_multipart=False)
            except (exceptions.AlreadyExistsError, exceptions.PreconditionError):
                return False
        return True

    def pieces(self, path: str) -> Iterator[bytes]:
        """The bytes of an object, piece by piece.

        Raises:
            FileNotFoundError: there is no such object.
        """
        with self._errors(path):
            for piece in self._obstore.get(self._store, path).stream():
                yield bytes(piece)

    def put_if(self, path: str, content: bytes, tag: str | None) -> None:
        """Writes an object only if nobody wrote it since it was read.

        Args:
            path: its path.
            content: its bytes.
            tag: the tag of the version that was read; None if there was none.

        Raises:
            ChangedInStoreError: there is another version now.
        """
        exceptions = self._obstore.exceptions
        with self._errors(path):
            try:
                self._obstore.put(self._store, path, content, mode={"e_tag": tag} if tag is not None else "create")
            except (exceptions.AlreadyExistsError, exceptions.PreconditionError, FileNotFoundError):
                if self.get(path) == content:  # the answer to the first attempt was lost, and it was sent again
                    return
                raise ChangedInStoreError(f"{self.url(path)}: another process wrote it at the same time") from None

    def objects(self, folder: str = "") -> Iterator[StoredObject]:
        """All objects below a folder."""
        with self._errors(folder):
            for chunk in self._obstore.list(self._store, folder or None):
                for each in chunk:
                    yield StoredObject(each["path"], each["size"], each["last_modified"])

    def folders(self) -> list[str]:
        """The names of the folders at the top."""
        with self._errors(""):
            found = self._obstore.list_with_delimiter(self._store)
        return sorted(path.rstrip("/").rpartition("/")[2] for path in found["common_prefixes"])

    def delete(self, paths: Iterable[str]) -> None:
        """Deletes objects; those that are gone do not count."""
        left = list(paths)
        while left:
            now, left = left[:_DELETED_AT_ONCE], left[_DELETED_AT_ONCE:]
            with self._errors(now[0]):
                self._obstore.delete(self._store, now)

    def check(self) -> None:
        """Sends one request.

        Raises:
            StoreError: the store does not answer, refuses, or has no such bucket.
        """
        with self._errors(""):
            next(iter(self._obstore.list(self._store, chunk_size=1)), None)

    @cached_property
    def _obstore(self) -> Any:
        try:
            import obstore  # noqa: PLC0415 - an extra
            import obstore.exceptions  # noqa: PLC0415
            import obstore.store  # noqa: PLC0415
        except ImportError:
            raise StoreError(f"{self.address}: the extra s3 is not installed; install tip-warehouse[s3]") from None
        return obstore

    @cached_property
    def _store(self) -> Any:
        options: dict[str, Any] = {"connect_timeout": _CONNECT_TIMEOUT, "timeout": _REQUEST_TIMEOUT}
        endpoint = os.environ.get("AWS_ENDPOINT_URL_S3") or os.environ.get("AWS_ENDPOINT_URL")
        if endpoint and endpoint.startswith("http://"):
            options["allow_http"] = True
        return self._obstore.store.S3Store.from_url(
            self.address,
            client_options=options,
            retry_config={
                "max_retries": _MAX_RETRIES,
                "retry_timeout": timedelta(seconds=_RETRY_SECONDS),
                "backoff": {
                    "init_backoff": timedelta(seconds=_FIRST_PAUSE_SECONDS),
                    "max_backoff": timedelta(seconds=_LONGEST_PAUSE_SECONDS),
                    "base": 2,
                },
            },
            **({"endpoint": endpoint} if endpoint else {}),
        )

    @contextmanager
    def _errors(self, path: str) -> Iterator[None]:
        """Turns errors of the library into one line; a missing object stays `FileNotFoundError`."""
        try:
            yield
        except StoreError:
            raise
        except Exception as error:
            if isinstance(error, FileNotFoundError) and not _is_without_bucket(error, str(error)):
                raise FileNotFoundError(errno.ENOENT, "there is no such object", self.url(path)) from error
            raise StoreError(f"{self.url(path)}: {_reason(error)}") from error


def _reason(error: Exception) -> str:
    """Why a request failed, and what to do."""
    text = str(error)
    for find, reason in _REASONS:
        if find(error, text):
            return reason
    return f"the store failed: {' '.join(text.partition('Debug source')[0].split())[:300]}"


def _says(*words: str) -> Callable[[Exception, str], bool]:
    return lambda _, text: any(word in text for word in words)


_is_without_bucket: Final = _says("NoSuchBucket")

_REASONS: Final[tuple[tuple[Callable[[Exception, str], bool], str], ...]] = (
    (_is_without_bucket, "there is no such bucket; create it, or correct the address"),
    (
        lambda error, text: (
            isinstance(error, PermissionError)
            or type(error).__name__ in ("UnauthenticatedError", "PermissionDeniedError")
            or "403 Forbidden" in text
        ),
        "the store refuses access; see AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and the rights of this user",
    ),
    (_says("error sending request", "client error (Connect)"), "the store cannot be reached; see AWS_ENDPOINT_URL"),
    (_says("503 Service", "500 Internal", "502 Bad", "504 Gateway"), "the store is out of order; run again later"),
    (_says("metadata/api/token", "credential"), "no access key is set; see AWS_ACCESS_KEY_ID"),
)
