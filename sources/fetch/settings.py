"""Settings of a crawl: contact, pace, limits."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.metadata import version
from typing import Final

from sources.fetch.contact import is_contact
from sources.fetch.outcome.outcomes import MAX_BODY_BYTES

CONTACT_VARIABLE: Final = "TIP_CONTACT"
PRODUCT: Final = "tip-warehouse"
"""The name of the project in the User-Agent, and in rules of robots.txt."""


class NoContactError(Exception):
    """A crawl has no contact of a responsible person."""


@dataclass(frozen=True)
class HostRule:
    """The pace of requests to one host.

    There is one connection and one request at a time to any host, with any interval.

    Attributes:
        interval_seconds: minimum seconds from the end of one request to the start of the next; a longer Crawl-delay
            in the host's robots.txt replaces it.
        pause_seconds: minimum seconds without requests after an answer 429, even if its Retry-After is shorter.
    """

    interval_seconds: float = 1.0
    pause_seconds: float = 0.0


HOST_RULES: Final[Mapping[str, HostRule]] = {
    "state.gov": HostRule(2.0),
    "web.archive.org": HostRule(5.0, pause_seconds=3600.0),  # it blocks a client that continues after a 429 for an hour
    "api.gdeltproject.org": HostRule(6.0, pause_seconds=60.0),  # it asks for one request in five seconds at most
}
"""Hosts, with their subdomains, that are asked less often than once a second."""


def rule_of(host: str, rules: Mapping[str, HostRule], default: HostRule) -> HostRule:
    """The rule of a host: its own, or the rule of its longest parent domain."""
    labels = host.split(".")
    names = (".".join(labels[start:]) for start in range(len(labels)))
    return next((rules[name] for name in names if name in rules), default)


@dataclass(frozen=True)
class FetchSettings:
    """Settings of a crawl.

    Attributes:
        contact: mail address or web page of the person who runs the crawl; part of the User-Agent.
        hosts: rules of hosts and their subdomains; `default_rule` for all others.
        requests_per_crawl_day: maximum requests of a crawl day, with redirects, retries and robots.txt.
        hours_per_run: a run stops after this time; the next crawl day continues.
        tries: how often a page is requested in one run while its outcome is `transient`.
        backoff_seconds: wait before the second try; doubled for each further try.
        longest_wait_seconds: a host that asks for a longer wait is paused until the next crawl day.
        refusals_in_a_row: a host is paused after this number of refusals without a good answer between them.
        connect_timeout_seconds: timeout of a connection.
        read_timeout_seconds: timeout without a byte.
        total_timeout_seconds: timeout of a whole response with its headers.
        max_compressed_bytes: maximum size of a body before decompression.
        max_body_bytes: maximum size of a body after decompression.
        robots_hours: how long a robots.txt is valid; less than a day, so that it is requested every crawl day.
        robots_retry_minutes: wait after a failed request for robots.txt.
        log_days: number of crawl days in the log.
    """

    contact: str
    hosts: Mapping[str, HostRule] = field(default_factory=lambda: HOST_RULES)
    default_rule: HostRule = HostRule()
    requests_per_crawl_day: int = 2_000
    hours_per_run: float = 8.0
    tries: int = 4
    backoff_seconds: float = 10.0
    longest_wait_seconds: float = 600.0
    refusals_in_a_row: int = 3
    connect_timeout_seconds: float = 10.0
    read_timeout_seconds: float = 30.0
    total_timeout_seconds: float = 120.0
    max_compressed_bytes: int = MAX_BODY_BYTES
    max_body_bytes: int = MAX_BODY_BYTES
    robots_hours: float = 12.0
    robots_retry_minutes: float = 1.0
    log_days: int = 90

    def __post_init__(self) -> None:
        if not is_contact(self.contact):
            raise NoContactError(
                f"live fetching needs a contact that site owners can reach: set {CONTACT_VARIABLE} to a mail address"
                " or a web page"
            )

    @property
    def user_agent(self) -> str:
        """The User-Agent. www.state.gov answers 403 to agents that do not begin with Mozilla/5.0."""
        return f"Mozilla/5.0 (compatible; {PRODUCT}/{version(PRODUCT)}; +{self.contact})"

    def rule(self, host: str) -> HostRule:
        """The rule of a host."""
        return rule_of(host, self.hosts, self.default_rule)
