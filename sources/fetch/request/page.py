"""One fetch of a page: robots.txt, pacing, redirects, and the classification of the answer."""

from collections.abc import Callable, Container
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Final
from urllib.parse import urlsplit

from sources.fetch.clock import Clock
from sources.fetch.memory.records import PageState, RobotsState
from sources.fetch.memory.state import FetchState
from sources.fetch.outcome.outcomes import Classification, Outcome, classify_body, classify_status, has_complete_end
from sources.fetch.politeness.pacing import Pacing
from sources.fetch.politeness.robots import RobotsFiles, robots_address
from sources.fetch.request.addresses import redirect_target, refusal_reason
from sources.fetch.request.transport import Answer, ExchangeError, Transport
from sources.fetch.settings import FetchSettings
from sources.fetch.wanted.plan import WantedPage
from sources.registry.families import locate

MAX_REDIRECTS: Final = 5

_REDIRECTS: Final = frozenset((301, 302, 303, 307, 308))


_ROBOTS_OUTCOMES: Final[dict[RobotsState, Outcome]] = {
    "rules": "ok",
    "failing": "transient",
    "blocked": "blocked",
    "refused": "refused",
}


class OutOfBudgetError(Exception):
    """The requests of this crawl day are used up."""


@dataclass(frozen=True)
class Fetched:
    """The result of a fetch.

    Attributes:
        outcome: the outcome.
        detail: the reason of the outcome in one line; empty for good pages.
        url: the address after all redirects.
        status: HTTP status; None without an answer.
        body: the page; empty unless the outcome is `ok`.
        content_type: value of the Content-Type header.
        etag: validator for the next request.
        last_modified: validator for the next request.
        wait_seconds: the wait that the host asks for; None without one.
        host_wide: whether the failure concerns the whole host, so that its other pages are not requested.
    """

    outcome: Outcome
    detail: str
    url: str
    status: int | None = None
    body: bytes = b""
    content_type: str = ""
    etag: str | None = None
    last_modified: str | None = None
    wait_seconds: float | None = None
    host_wide: bool = False


class PageFetcher:
    """Fetches pages at the allowed pace, and counts every request."""

    def __init__(
        self,
        transport: Transport,
        state: FetchState,
        clock: Clock,
        settings: FetchSettings,
        budget: int,
    ) -> None:
        self.requests = 0
        self.pacing = Pacing(clock, settings, state)
        self._transport = transport
        self._clock = clock
        self._settings = settings
        self._budget = budget
        self._hosts: Container[str] = frozenset()
        self._robots = RobotsFiles(state, self._get_robots, clock, settings)

    @property
    def is_exhausted(self) -> bool:
        """Whether the requests of this crawl day are used up."""
        return self.requests >= self._budget

    def fetch_robots(self, page: WantedPage) -> Fetched | None:
        """Requests the robots.txt of a page's host where it is not stored. The request is a separate turn of the host.

        Returns:
            The result; None where no request was needed.

        Raises:
            OutOfBudgetError: the next request would exceed the budget.
        """
        if refusal_reason(page.url, page.hosts) is not None or self._robots.has_valid(page.url):
            return None
        self._hosts = page.hosts
        robots = self._robots.robots_for(page.url)
        return Fetched(_ROBOTS_OUTCOMES[robots.state], robots.detail, robots_address(page.url))

    def fetch(self, page: WantedPage, known: PageState | None) -> Fetched:
        """Requests a page once, and follows its redirects.

        Args:
            page: the page.
            known: its state; its validators are sent with the request where they belong to a stored capture.

        Raises:
            OutOfBudgetError: the next request would exceed the budget.
        """
        self._hosts = page.hosts
        url, seen = page.url, set[str]()
        while (refusal := refusal_reason(url, page.hosts)) is None and url not in seen and len(seen) <= MAX_REDIRECTS:
            seen.add(url)
            step = self._request_step(page, known, url)
            if isinstance(step, Fetched):
                return step
            url = step
        if not seen:
            return Fetched("refused", f"not fetched: {refusal}", page.url)
        reason = refusal or ("the redirects form a circle" if url in seen else f"more than {MAX_REDIRECTS}")
        return Fetched("moved", f"redirected to {url[:120]!r}: {reason}", page.url)

    def _request_step(self, page: WantedPage, known: PageState | None, url: str) -> Fetched | str:
        """One request: its result, or the address of a redirect."""
        if (disallowed := self._disallowed(url)) is not None:
            return disallowed
        validators = _validators(known, url)
        try:
            answer = self._send(url, lambda: self._transport.get(url, validators))
        except ExchangeError as error:
            return Fetched(error.failure, error.detail, url)
        if answer.status in _REDIRECTS and answer.header("Location"):
            return redirect_target(url, answer.header("Location"))
        return self._classified(page, url, answer, conditional=bool(validators))

    def _disallowed(self, url: str) -> Fetched | None:
        """The result for an address that robots.txt does not allow; None for an allowed address."""
        robots = self._robots.robots_for(url)
        self.pacing.slow_down(_host_of(url), robots.interval_seconds)
        if robots.state != "rules":
            outcome = _ROBOTS_OUTCOMES[robots.state]
            until_expiry = (self._robots.expires_at(url) - self._clock.now()).total_seconds()
            wait_seconds = max(until_expiry, 0.0) if outcome == "transient" else None
            return Fetched(outcome, robots.detail, url, wait_seconds=wait_seconds, host_wide=True)
        if not robots.allows(url):
            return Fetched("disallowed", "robots.txt disallows the address", url)
        return None

    def _classified(self, page: WantedPage, url: str, answer: Answer, *, conditional: bool) -> Fetched:
        location = locate(page.url)
        country_page = location is not None and location.slug is not None
        classified = classify_status(answer.status, conditional=conditional, country_page=country_page)
        if classified is None:
            classified = classify_body(answer.body, answer.header("Content-Type"), url, page.form)
            if classified.outcome == "ok" and not answer.is_whole and not has_complete_end(answer.body, page.form):
                classified = Classification(
                    "transient", "the body may be truncated: neither its headers nor its text show its end"
                )
        wait_seconds = retry_after(answer.header("Retry-After"), self._clock.now())
        if answer.status == 429:
            wait_seconds = max(wait_seconds or 0.0, self._settings.rule(_host_of(url)).pause_seconds)
        fetched = Fetched(
            classified.outcome,
            classified.detail,
            url,
            answer.status,
            etag=_validator(answer.header("ETag")),
            last_modified=_validator(answer.header("Last-Modified")),
            wait_seconds=wait_seconds,
        )
        if fetched.outcome != "ok":
            return fetched
        if not is_same_page(page.url, url):
            return replace(fetched, outcome="moved", detail=f"redirected to {url}, which is another page")
        return replace(fetched, body=answer.body, content_type=answer.header("Content-Type"))

    def _get_robots(self, url: str, max_body_bytes: int) -> Answer:
        if (refusal := refusal_reason(url, self._hosts)) is not None:
            raise ExchangeError("transient", f"{url[:120]!r}: {refusal}")
        return self._send(url, lambda: self._transport.get(url, {}, max_body_bytes))

    def _send(self, url: str, ask: Callable[[], Answer]) -> Answer:
        if self.is_exhausted:
            raise OutOfBudgetError
        self.pacing.wait(_host_of(url))
        self.requests += 1
        try:
            return ask()
        finally:
            self.pacing.asked(_host_of(url))


def is_same_page(wanted: str, final: str) -> bool:
    """Whether a redirect ends at the wanted page: many sites redirect a deleted page to the front page.

    The slug of a country may differ. Family, edition and index or page must be equal.
    """
    first, last = locate(wanted), locate(final)
    if first is None:
        return True
    if last is None:
        return False
    return (first.family, first.year, first.slug is None) == (last.family, last.year, last.slug is None)


def retry_after(value: str, now: datetime) -> float | None:
    """Seconds to wait after a Retry-After header with a number or an HTTP date; None for any other value."""
    value = value.strip()
    if value.isascii() and value.isdigit():
        return float(value[:9])
    try:
        moment = parsedate_to_datetime(value)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return max((moment - now).total_seconds(), 0.0)


def _validators(known: PageState | None, url: str) -> dict[str, str]:
    """Headers that request a page only if it differs from the stored capture. They are valid for one address."""
    if known is None or known.digest is None or known.final_url != url:
        return {}
    headers = {"If-None-Match": known.etag, "If-Modified-Since": known.last_modified}
    return {name: value for name, value in headers.items() if value}


def _validator(value: str) -> str | None:
    """A validator that can be sent in a header; None for any other value."""
    return value if value and len(value) <= 500 and value.isprintable() and value.isascii() else None


def _host_of(url: str) -> str:
    return urlsplit(url).hostname or ""
