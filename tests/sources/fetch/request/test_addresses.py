"""Allowed addresses of requests."""

import ipaddress
import socket
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sources.fetch.request.addresses import (
    PublicDialer,
    RefusedAddressError,
    is_public,
    redirect_target,
    refusal_reason,
)

HOSTS = frozenset(("www.state.gov",))


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.1.2.3",
        "192.168.0.1",
        "172.16.0.1",
        "169.254.169.254",  # metadata service of cloud providers
        "0.0.0.0",
        "100.64.0.1",
        "224.0.0.1",
        "255.255.255.255",
        "::1",
        "::",
        "fe80::1%eth0",
        "fd00::1",
        "::ffff:127.0.0.1",
        "64:ff9b::7f00:1",
        "2002:7f00:1::",
        "nonsense",
    ],
)
def test_addresses_that_are_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["23.52.1.1", "2600:1400::1", "::ffff:23.52.1.1"])
def test_public_addresses(address: str) -> None:
    assert is_public(address)


@given(st.ip_addresses(v=4))
def test_an_ipv4_address_in_ipv6_form_is_classified_alike(address: ipaddress.IPv4Address) -> None:
    assert is_public(f"::ffff:{address}") == is_public(str(address))


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("ftp://www.state.gov/", "scheme"),
        ("file:///etc/passwd", "scheme"),
        ("https://www.state.gov:8443/", "port"),
        ("https://www.state.gov:80/", "port"),
        ("https://user:secret@www.state.gov/", "user name"),
        ("https://www.state.gov.evil.example/", "not a host of this source"),
        ("https://127.0.0.1/", "not a host of this source"),
        ("https://[::1/", "no valid address"),
        ("https://www.state.gov:99999999/", "no valid address"),
        ("https://www.state.gov/" + "a" * 3000, "longer"),
    ],
)
def test_addresses_that_are_not_fetched(url: str, reason: str) -> None:
    assert reason in (refusal_reason(url, HOSTS) or "")


def test_addresses_that_are_fetched() -> None:
    for url in ("https://www.state.gov/x/", "http://www.state.gov:80/", "https://WWW.STATE.GOV:443/"):
        assert refusal_reason(url, HOSTS) is None


@given(st.text(max_size=60), st.text(max_size=60))
@example("https://www.state.gov/", "https://[")
def test_any_location_header_is_handled(base: str, location: str) -> None:
    assert isinstance(refusal_reason(redirect_target(base, location), HOSTS), str | None)


def resolver(*addresses: str) -> Any:
    def getaddrinfo(host: str, port: int, **_: object) -> list[Any]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in addresses]

    return getaddrinfo


def test_a_name_of_a_private_address_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", resolver("127.0.0.1", "10.0.0.1"))
    with pytest.raises(RefusedAddressError, match="no public address"):
        PublicDialer().connect("www.state.gov", 443, 1)


def test_the_peer_address_is_verified(monkeypatch: pytest.MonkeyPatch) -> None:
    """The open connection has another peer than the resolved address."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        here = server.getsockname()
        original = socket.socket.connect
        monkeypatch.setattr(socket, "getaddrinfo", resolver("23.52.1.1"))
        monkeypatch.setattr(socket.socket, "connect", lambda self, _: original(self, here))
        with pytest.raises(RefusedAddressError, match=r"127\.0\.0\.1"):
            PublicDialer().connect("www.state.gov", 443, 1)
