"""How a crawl behaves: who it says it is, how fast it goes, where it stops."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.metadata import version
from typing import Final

from sources.fetch.outcome.outcomes import MAX_BODY

CONTACT_VARIABLE: Final = "TIP_CONTACT"
PRODUCT: Final = "tip-warehouse"
"""Our name in a User-Agent, and the one rules of robots.txt may address."""

_CONTACT: Final = re.compile(r"https?://[^\s();<>]{4,200}|[^\s();<>@]{1,64}@[^\s();<>@]{3,190}")


class NoContactError(Exception):
    """Nobody may crawl without saying who is responsible."""


@dataclass(frozen=True)
class HostRule:
    """How fast one host may be asked.

    There is one connection and one request at a time to any host, whatever the interval.

    Attributes:
        interval: least seconds from the end of one request to the start of the next; a longer Crawl-delay in the
            host's robots.txt takes its place.
        pause: least seconds a host is left alone after it answered 429, whatever it names itself.
    """

    interval: float = 1.0
    pause: float = 0.0


HOST_RULES: Final[Mapping[str, HostRule]] = {
    "state.gov": HostRule(2.0),
    "web.archive.org": HostRule(5.0, pause=3600.0),  # it shuts out for an hour who goes on after a 429
    "api.gdeltproject.org": HostRule(6.0, pause=60.0),  # one request in five seconds is what it asks for
}
"""Hosts, with all below them, that are asked less often than once a second."""


def rule_of(host: str, rules: Mapping[str, HostRule], default: HostRule) -> HostRule:
    """The rule of a host: its own, or that of the longest domain it lies under."""
    labels = host.split(".")
    names = (".".join(labels[start:]) for start in range(len(labels)))
    return next((rules[name] for name in names if name in rules), default)


@dataclass(frozen=True)
class FetchSettings:
    """How a crawl behaves.

    Attributes:
        contact: mail address or web page of whoever runs the crawl; part of the User-Agent.
        hosts: rules of hosts and of all below them; `default_rule` for all others.
        requests_per_night: no night makes more requests than this, redirects, retries and robots.txt included.
        hours_per_night: a run stops after this long and goes on the next night.
        tries: how often a page is asked for in one night while the answer is `transient`.
        backoff: seconds before the second try; doubled for each further one.
        longest_wait: a host that wants to be left alone longer rests until the next night.
        refusals_in_a_row: after so many refused pages without a good one between them, a host rests.
        connect_timeout: seconds for a connection.
        read_timeout: seconds without a byte.
        total_timeout: seconds for a whole response, headers included.
        max_compressed: largest body as it comes over the network, in bytes.
        max_body: largest body after decompression, in bytes.
        robots_hours: how long a robots.txt holds; less than a day, so that every night asks anew.
        robots_retry_minutes: how long a host with a failing robots.txt is left alone.
        log_nights: nights the fetch log reaches back.
    """

    contact: str
    hosts: Mapping[str, HostRule] = field(default_factory=lambda: HOST_RULES)
    default_rule: HostRule = HostRule()
    requests_per_night: int = 2_000
    hours_per_night: float = 8.0
    tries: int = 4
    backoff: float = 10.0
    longest_wait: float = 600.0
    refusals_in_a_row: int = 3
    connect_timeout: float = 10.0
    read_timeout: float = 30.0
    total_timeout: float = 120.0
    max_compressed: int = MAX_BODY
    max_body: int = MAX_BODY
    robots_hours: float = 12.0
    robots_retry_minutes: float = 1.0
    log_nights: int = 90

    def __post_init__(self) -> None:
        if not _CONTACT.fullmatch(self.contact):
            raise NoContactError(
                f"live fetching needs a contact that site owners can reach: set {CONTACT_VARIABLE} to a mail address"
                " or a web page"
            )

    @classmethod
    def from_environment(cls) -> "FetchSettings":
        """The settings of live runs, with the contact that `TIP_CONTACT` names.

        Raises:
            NoContactError: it names none.
        """
        return cls(contact=os.environ.get(CONTACT_VARIABLE, "").strip())

    @property
    def user_agent(self) -> str:
        """What we call ourselves. www.state.gov answers 403 to agents that do not begin with Mozilla/5.0."""
        return f"Mozilla/5.0 (compatible; {PRODUCT}/{version(PRODUCT)}; +{self.contact})"

    def rule(self, host: str) -> HostRule:
        """The rule of a host."""
        return rule_of(host, self.hosts, self.default_rule)
