"""A replica of the Wayback Machine: its CDX server and its captures."""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urlsplit

from tests.replica.replies import Page, RedirectTo, Reply

HOST = "web.archive.org"
_COPY = re.compile(r"/web/(\d{1,14})id_/(.+)")


@dataclass(frozen=True)
class Snapshot:
    """A capture: fourteen digits of its time, address, body."""

    at: str
    url: str
    body: bytes

    @property
    def key(self) -> str:
        """The key of the CDX index: the labels of the host in reverse order, then the path."""
        parts = urlsplit(self.url)
        host = ",".join(reversed((parts.hostname or "").removeprefix("www.").split(".")))
        return f"{host}){parts.path.rstrip('/')}"


@dataclass
class Wayback:
    """The service. `page` is the maximum number of rows in one answer; `strays` are invalid rows that it adds."""

    snapshots: Iterable[Snapshot]
    page: int = 10_000
    strays: list[object] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.snapshots = sorted(self.snapshots, key=lambda one: (one.key, one.at))

    def __call__(self, path: str) -> Reply | None:
        if path.startswith("/cdx/search/cdx?"):
            return self._search(parse_qsl(urlsplit(path).query))
        found = _COPY.fullmatch(path)
        return self._copy(found[1], found[2]) if found else None

    def _copy(self, at: str, url: str) -> Reply | None:
        same = [one for one in self.snapshots if _plain(one.url) == _plain(url)]
        if not same:
            return None
        best = min(same, key=lambda one: abs(int(one.at) - int(at.ljust(14, "0"))))
        if best.at != at:
            return RedirectTo(f"https://{HOST}/web/{best.at}id_/{best.url}", 302)
        return Page(best.body, validators=False)

    def _search(self, asked: list[tuple[str, str]]) -> Reply:
        one = dict(asked)
        found = [snapshot for snapshot in self.snapshots if _matches(snapshot, one["url"], one["matchType"])]
        found = [snapshot for snapshot in found if one["from"] <= snapshot.at[:8] <= one["to"]]
        for name, rule in asked:
            if name == "filter":
                what, _, pattern = rule.partition(":")
                found = [snapshot for snapshot in found if re.fullmatch(pattern, _field(snapshot, what))]
        found = list({_collapsed(snapshot, one["collapse"]): snapshot for snapshot in reversed(found)}.values())[::-1]
        start = int(one.get("resumeKey", "key 0").split()[1])
        size = min(int(one["limit"]), self.page)
        rows: list[object] = [[snapshot.at, snapshot.url] for snapshot in found[start : start + size]]
        if rows:
            rows = [["timestamp", "original"], *rows, *self.strays]
        if start + size < len(found) and one.get("showResumeKey") == "true":
            rows += [[], [f"key {start + size}"]]
        return Page(json.dumps(rows).encode(), validators=False, content_type="application/json")


def _plain(url: str) -> str:
    return re.sub(r"^https?://(www\.)?|:80(?=/)", "", url).rstrip("/")


def _matches(snapshot: Snapshot, scope: str, kind: str) -> bool:
    host = (urlsplit(snapshot.url).hostname or "").removeprefix("www.")
    if kind == "domain":
        return host == scope or host.endswith(f".{scope}")
    if kind == "prefix":
        return _plain(snapshot.url).startswith(_plain(f"http://{scope}"))
    return _plain(snapshot.url) == _plain(scope)


def _field(snapshot: Snapshot, name: str) -> str:
    return {"statuscode": "200", "mimetype": "text/html", "original": snapshot.url}[name]


def _collapsed(snapshot: Snapshot, how: str) -> str:
    return snapshot.key if how == "urlkey" else snapshot.at[: int(how.partition(":")[2])]
