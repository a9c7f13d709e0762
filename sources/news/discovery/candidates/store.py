"""The store of candidates: articles seen on listings, and the outcome of each. A candidate is requested once.

The table is in the index of the archive, like the state of the crawl: an article, its outcome and the state of its
request are written in one transaction. The warehouse has none of these data.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final, Literal, get_args

from sources.archive.index import Index
from sources.fetch.clock import moment_of, stamp
from sources.news.discovery.listings.model import ADAPTER_NAMES, AdapterName

CandidateOutcome = Literal["seen", "irrelevant", "unlisted", "blocked", "fetched", "duplicate", "failed"]
"""Outcome of a candidate.

`seen`: waits for its request. `irrelevant`: its headline or its text does not concern the report. `unlisted`: its
publisher is not in the register; it is not requested. `blocked`: the site refuses it or shows only its beginning.
`fetched`: in the archive. `duplicate`: already in the archive, here or under another address. `failed`: it could not be
fetched, or cannot be read.
"""

CANDIDATE_OUTCOMES: Final[tuple[CandidateOutcome, ...]] = get_args(CandidateOutcome)

_COLUMNS: Final = "page_key, url, publisher, adapter, found_at, printed, title, copy, outcome, detail, settled_at"
_MAX_DETAIL_LENGTH: Final = 300
_REOPENED_BY_A_COPY: Final = ("blocked", "failed")


@dataclass(frozen=True)
class Candidate:
    """An article seen on a listing.

    Attributes:
        page_key: key of the page in the index of the archive.
        url: its address without tracking parameters.
        publisher: domain of its publisher; None if `unlisted`.
        adapter: the adapter that found it first.
        found_at: time when it was found first.
        printed: the day on the listing.
        title: its headline on the listing; empty if there was none.
        copy: an archived copy that is requested instead.
        outcome: its outcome.
        detail: one line about the outcome.
        outcome_at: when the outcome was set; None while the candidate waits. The column is `settled_at`.
    """

    page_key: str
    url: str
    publisher: str | None
    adapter: AdapterName
    found_at: datetime
    printed: date | None = None
    title: str = ""
    copy: str | None = None
    outcome: CandidateOutcome = "seen"
    detail: str = ""
    outcome_at: datetime | None = None

    @property
    def address(self) -> str:
        """The address that is requested."""
        return self.copy or self.url


class Candidates:
    """The store of candidates. Methods that write must run inside a transaction of the index."""

    def __init__(self, index: Index) -> None:
        self._database = index.database

    def get(self, page_key: str) -> Candidate | None:
        """The candidate of a page; None if it is unknown."""
        found = list(self._select("WHERE page_key = ?", page_key))
        return found[0] if found else None

    def waiting(self) -> list[Candidate]:
        """Candidates to request, in the order in which they were found."""
        return list(self._select("WHERE outcome = 'seen' ORDER BY found_at, page_key"))

    def all(self) -> list[Candidate]:
        """All candidates in order of page key."""
        return list(self._select("ORDER BY page_key"))

    def add(self, candidate: Candidate) -> None:
        """Adds a candidate unless its page is known."""
        self._database.change(
            f"INSERT OR IGNORE INTO news_candidates ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",  # noqa: S608
            candidate.page_key,
            candidate.url,
            candidate.publisher,
            candidate.adapter,
            stamp(candidate.found_at),
            candidate.printed.isoformat() if candidate.printed else None,
            candidate.title,
            candidate.copy,
            candidate.outcome,
            candidate.detail[:_MAX_DETAIL_LENGTH],
            stamp(candidate.outcome_at) if candidate.outcome_at else None,
        )

    def set_outcome(
        self, page_key: str, outcome: CandidateOutcome, detail: str, at: datetime, article_id: str | None = None
    ) -> None:
        """Writes the outcome of a candidate."""
        settled_at = stamp(at) if outcome != "seen" else None
        sql = "UPDATE news_candidates SET outcome = ?, detail = ?, settled_at = ?, article_id = ? WHERE page_key = ?"
        self._database.change(sql, outcome, detail[:_MAX_DETAIL_LENGTH], settled_at, article_id, page_key)

    def set_copy(self, page_key: str, copy: str) -> None:
        """Adds an archived copy. A candidate that its site did not deliver waits for a request again."""
        placeholders = ", ".join("?" * len(_REOPENED_BY_A_COPY))
        self._database.change(
            "UPDATE news_candidates SET copy = ?, outcome = 'seen', settled_at = NULL"  # noqa: S608 - only placeholders
            f" WHERE page_key = ? AND copy IS NULL AND outcome IN ({placeholders})",
            copy,
            page_key,
            *_REOPENED_BY_A_COPY,
        )

    def retry_refused(self) -> None:
        """Resets candidates that their sites refused, so that they are requested again."""
        self._database.change(
            "UPDATE news_candidates SET outcome = 'seen', settled_at = NULL WHERE outcome = 'blocked'"
            " AND (detail LIKE 'blocked:%' OR detail LIKE 'challenge:%')"
        )

    def fetched_address(self, article_id: str) -> str | None:
        """Address of the candidate whose fetch stored an article in the archive; None if there is none."""
        sql = "SELECT url FROM news_candidates WHERE article_id = ? AND outcome = 'fetched'"
        row = self._database.row(sql, article_id)
        return str(row[0]) if row else None

    def counts(self) -> dict[tuple[AdapterName, CandidateOutcome], int]:
        """Number of candidates by adapter and outcome."""
        sql = "SELECT adapter, outcome, count(*) FROM news_candidates GROUP BY 1, 2 ORDER BY 1, 2"
        return {(_adapter(row[0]), _outcome(row[1])): int(row[2]) for row in self._database.rows(sql)}

    def unlisted(self, limit: int) -> list[tuple[str, str]]:
        """The newest candidates without a publisher of the register: address and title."""
        sql = "SELECT url, title FROM news_candidates WHERE outcome = 'unlisted' ORDER BY found_at DESC, url LIMIT ?"
        return [(str(url), str(title)) for url, title in self._database.rows(sql, limit)]

    def blocked(self, limit: int) -> list[Candidate]:
        """The newest candidates that their sites refused."""
        return list(self._select("WHERE outcome = 'blocked' ORDER BY settled_at DESC, page_key LIMIT ?", limit))

    def copies_requested_since(self, moment: datetime) -> int:
        """Number of archived copies with an outcome since a moment."""
        sql = "SELECT count(*) FROM news_candidates WHERE copy IS NOT NULL AND settled_at >= ?"
        row = self._database.row(sql, stamp(moment))
        return int(row[0]) if row else 0

    def delete_irrelevant(self, before: datetime) -> None:
        """Deletes candidates that were found before a moment and are irrelevant by their headline alone."""
        sql = "DELETE FROM news_candidates WHERE outcome = 'irrelevant' AND settled_at IS NULL AND found_at < ?"
        self._database.change(sql, stamp(before))

    def _select(self, condition: str, *values: object) -> Iterable[Candidate]:
        sql = f"SELECT {_COLUMNS} FROM news_candidates {condition}"  # noqa: S608 - constant texts
        return (_candidate(row) for row in self._database.rows(sql, *values))


def _candidate(row: tuple[Any, ...]) -> Candidate:
    page_key, url, publisher, adapter, found_at, printed, title, copy, outcome, detail, settled_at = row
    return Candidate(
        page_key,
        url,
        publisher,
        _adapter(adapter),
        moment_of(found_at),
        date.fromisoformat(printed) if printed else None,
        title,
        copy,
        _outcome(outcome),
        detail,
        moment_of(settled_at) if settled_at else None,
    )


def _adapter(text: Any) -> AdapterName:
    return ADAPTER_NAMES[ADAPTER_NAMES.index(text)]


def _outcome(text: Any) -> CandidateOutcome:
    return CANDIDATE_OUTCOMES[CANDIDATE_OUTCOMES.index(text)]
