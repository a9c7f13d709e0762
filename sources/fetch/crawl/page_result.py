"""The state of a page after an answer, and the capture of a good answer."""

from dataclasses import replace
from datetime import datetime
from typing import Final

from sources.archive.capture import Capture, digest_of
from sources.fetch.clock import stamp
from sources.fetch.memory.records import PageState
from sources.fetch.outcome.outcomes import Outcome
from sources.fetch.request.page import Fetched
from sources.fetch.wanted.plan import WantedPage
from sources.registry.address import is_archived_copy

GOOD: Final[frozenset[Outcome]] = frozenset(("ok", "not_modified"))


def state_after(page: WantedPage, known: PageState | None, fetched: Fetched, now: datetime) -> PageState:
    """The state of a page after an answer. An answer that is not good keeps the facts about the stored capture."""
    is_answer = fetched.outcome in GOOD or fetched.outcome in ("not_in_edition", "disallowed")
    after = PageState(
        page_key=page.key,
        url=page.url,
        host=page.host,
        tried_at=now,
        outcome=fetched.outcome,
        status=fetched.status,
        detail=fetched.detail,
        failures=0 if is_answer else (known.failures if known else 0) + 1,
        good_at=known.good_at if known else None,
        final_url=known.final_url if known else None,
        digest=known.digest if known else None,
        etag=known.etag if known else None,
        last_modified=known.last_modified if known else None,
    )
    if fetched.outcome == "not_modified":
        return replace(after, good_at=now)
    if fetched.outcome == "ok":
        return replace(
            after,
            good_at=now,
            final_url=fetched.url,
            digest=digest_of(fetched.body),
            etag=fetched.etag,
            last_modified=fetched.last_modified,
        )
    return after


def capture_of(fetched: Fetched, after: PageState, now: datetime) -> Capture | None:
    """The capture of a good answer; None for any other answer."""
    if fetched.outcome != "ok":
        return None
    assert after.digest is not None
    origin = "archive" if is_archived_copy(fetched.url) else "live"
    return Capture(fetched.url, stamp(now), fetched.body, after.digest, origin, 200, fetched.content_type or None)
