"""One page asked for once: robots.txt, pacing, redirects by hand, and a judgement of what came."""

from collections.abc import Callable, Container
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Final
from urllib.parse import urlsplit

from sources.fetch.clock import Clock
from sources.fetch.memory.records import PageState, RobotsState
from sources.fetch.memory.state import FetchState
from sources.fetch.outcome.outcomes import Judgement, Outcome, ends_well, judge_body, judge_status
from sources.fetch.politeness.pacing import Pacing
from sources.fetch.politeness.robots import RobotsFiles, robots_address
from sources.fetch.request.addresses import redirect_target, why_not
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
    """The requests of this night are used up."""


@dataclass(frozen=True)
class Fetched:
    """What came of asking for a page.

    Attributes:
        outcome: the judgement.
        detail: one line that says why; empty for good pages.
        url: the address at the end of all redirects.
        status: HTTP status, None where there was no answer.
        body: the page, empty unless the outcome is `ok`.
        content_type: as the server sent it.
        etag: validator for the next request.
        last_modified: validator for the next request.
        wait: seconds the host wants to be left alone, None where it says nothing.
        host_wide: whether the trouble is with the whole host, so that other pages of it need not be tried.
    """

    outcome: Outcome
    detail: str
    url: str
    status: int | None = None
    body: bytes = b""
    content_type: str = ""
    etag: str | None = None
    last_modified: str | None = None
    wait: float | None = None
    host_wide: bool = False


class PageFetcher:
    """Asks for pages, politely, counting every request."""

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
        """Whether the requests of this night are used up."""
        return self.requests >= self._budget

    def meet(self, page: WantedPage) -> Fetched | None:
        """Asks for the robots.txt of a page's host where none is held; that is a turn of its own for the host.

        Returns:
            What came of it; None where nothing had to be asked for.

        Raises:
            OutOfBudgetError: before a request too many.
        """
        if why_not(page.url, page.hosts) is not None or self._robots.holds(page.url):
            return None
        self._hosts = page.hosts
        robots = self._robots.of(page.url)
        return Fetched(_ROBOTS_OUTCOMES[robots.state], robots.detail, robots_address(page.url))

    def fetch(self, page: WantedPage, known: PageState | None) -> Fetched:
        """Asks for a page once, redirects included.

        Args:
            page: the page.
            known: what is known of it; its validators are sent along where they belong to a capture that is held.

        Raises:
            OutOfBudgetError: before a request too many.
        """
        self._hosts = page.hosts
        url, seen = page.url, set[str]()
        while (refusal := why_not(url, page.hosts)) is None and url not in seen and len(seen) <= MAX_REDIRECTS:
            seen.add(url)
            step = self._step(page, known, url)
            if isinstance(step, Fetched):
                return step
            url = step
        if not seen:
            return Fetched("refused", f"not fetched: {refusal}", page.url)
        reason = refusal or ("the redirects go round in a circle" if url in seen else f"more than {MAX_REDIRECTS}")
        return Fetched("moved", f"redirected to {url[:120]!r}: {reason}", page.url)

    def _step(self, page: WantedPage, known: PageState | None, url: str) -> Fetched | str:
        """One request on the way to a page: the page, or the address it is redirected to."""
        if (stopped := self._stopped_by_robots(url)) is not None:
            return stopped
        validators = _validators(known, url)
        try:
            answer = self._send(url, lambda: self._transport.get(url, validators))
        except ExchangeError as error:
            return Fetched(error.failure, error.detail, url)
        if answer.status in _REDIRECTS and answer.header("Location"):
            return redirect_target(url, answer.header("Location"))
        return self._judge(page, url, answer, conditional=bool(validators))

    def _stopped_by_robots(self, url: str) -> Fetched | None:
        """Why robots.txt keeps us from an address; None where it does not."""
        robots = self._robots.of(url)
        self.pacing.slow_down(_host(url), robots.interval)
        if robots.state != "rules":
            outcome = _ROBOTS_OUTCOMES[robots.state]
            again = (self._robots.asked_again_at(url) - self._clock.now()).total_seconds()
            wait = max(again, 0.0) if outcome == "transient" else None
            return Fetched(outcome, robots.detail, url, wait=wait, host_wide=True)
        if not robots.allows(url):
            return Fetched("disallowed", "robots.txt asks us not to fetch it", url)
        return None

    def _judge(self, page: WantedPage, url: str, answer: Answer, *, conditional: bool) -> Fetched:
        location = locate(page.url)
        country_page = location is not None and location.slug is not None
        judgement = judge_status(answer.status, conditional=conditional, country_page=country_page)
        if judgement is None:
            judgement = judge_body(answer.body, answer.header("Content-Type"), url, page.form)
            if judgement.outcome == "ok" and not answer.is_whole and not ends_well(answer.body, page.form):
                judgement = Judgement("transient", "the body may be cut off: neither its headers nor its text end it")
        wait = retry_after(answer.header("Retry-After"), self._clock.now())
        if answer.status == 429:
            wait = max(wait or 0.0, self._settings.rule(_host(url)).pause)
        fetched = Fetched(
            judgement.outcome,
            judgement.detail,
            url,
            answer.status,
            etag=_validator(answer.header("ETag")),
            last_modified=_validator(answer.header("Last-Modified")),
            wait=wait,
        )
        if fetched.outcome != "ok":
            return fetched
        if not leads_to_the_same_page(page.url, url):
            return replace(fetched, outcome="moved", detail=f"redirected to {url}, which is another page")
        return replace(fetched, body=answer.body, content_type=answer.header("Content-Type"))

    def _get_robots(self, url: str, max_body: int) -> Answer:
        if (refusal := why_not(url, self._hosts)) is not None:
            raise ExchangeError("transient", f"{url[:120]!r}: {refusal}")
        return self._send(url, lambda: self._transport.get(url, {}, max_body))

    def _send(self, url: str, ask: Callable[[], Answer]) -> Answer:
        if self.is_exhausted:
            raise OutOfBudgetError
        self.pacing.wait(_host(url))
        self.requests += 1
        try:
            return ask()
        finally:
            self.pacing.asked(_host(url))


def leads_to_the_same_page(wanted: str, final: str) -> bool:
    """Whether the end of a redirect is what was asked for: a page that is no more often leads to the front page.

    The slug of a country may differ; family, edition and being an index or not may not.
    """
    asked, found = locate(wanted), locate(final)
    if asked is None:
        return True
    if found is None:
        return False
    return (asked.family, asked.year, asked.slug is None) == (found.family, found.year, found.slug is None)


def retry_after(value: str, now: datetime) -> float | None:
    """Seconds a Retry-After header asks to wait, from a number or an HTTP date; None where it says neither."""
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
    """Headers that ask for a page only if it differs from the capture held; they belong to one address alone."""
    if known is None or known.digest is None or known.final_url != url:
        return {}
    headers = {"If-None-Match": known.etag, "If-Modified-Since": known.last_modified}
    return {name: value for name, value in headers.items() if value}


def _validator(value: str) -> str | None:
    """A validator worth keeping: it goes back to the server in a header."""
    return value if value and len(value) <= 500 and value.isprintable() and value.isascii() else None


def _host(url: str) -> str:
    return urlsplit(url).hostname or ""
