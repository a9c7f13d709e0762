"""Where a request may go: only to the hosts of its source, only over the web, only to public addresses."""

import ipaddress
import socket
from collections.abc import Container
from dataclasses import dataclass
from typing import Final, Protocol
from urllib.parse import urldefrag, urljoin, urlsplit

_PORTS: Final = {"http": 80, "https": 443}
_NAT64: Final = ipaddress.ip_network("64:ff9b::/96")
_MAX_URL: Final = 2_000


class RefusedAddressError(Exception):
    """A name leads where no page of the web is: to this machine, or into a private network."""


class Dialer(Protocol):
    """Opens connections."""

    def connect(self, host: str, port: int, timeout: float | None) -> socket.socket:
        """A connected socket.

        Raises:
            RefusedAddressError: the host's address is not a public one.
            OSError: it cannot be reached.
        """


class PublicDialer:
    """Connects to public addresses only.

    The name is resolved once and the very address that was checked is connected to, so a name server that answers
    differently the second time gains nothing; the peer is checked once more on the open connection.
    """

    def connect(self, host: str, port: int, timeout: float | None) -> socket.socket:
        """A socket connected to a public address of the host."""
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        addresses = [entry for entry in found if is_public(str(entry[4][0]))]
        if not addresses:
            raise RefusedAddressError(f"{host} has no public address, only {found[0][4][0]}")
        failure: OSError | None = None
        for family, kind, protocol, _, address in addresses:
            line = socket.socket(family, kind, protocol)
            try:
                line.settimeout(timeout)
                line.connect(address)
                check_peer(line, host)
            except OSError as error:
                line.close()
                failure = error
            except BaseException:
                line.close()
                raise
            else:
                return line
        assert failure is not None
        raise failure


def check_peer(line: socket.socket, host: str) -> None:
    """Passes a connection whose other end is public.

    Raises:
        RefusedAddressError: it is not.
    """
    peer = str(line.getpeername()[0])
    if not is_public(peer):
        raise RefusedAddressError(f"{host} is connected to {peer}, which is not a public address")


def is_public(address: str) -> bool:
    """Whether an IP address belongs to a host of the public internet, whatever it is wrapped in."""
    try:
        ip = ipaddress.ip_address(address.split("%", maxsplit=1)[0])
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if inner is None and ip in _NAT64:
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(str(inner))
    return ip.is_global and not ip.is_multicast


@dataclass(frozen=True)
class Domains:
    """All hosts that are one of these domains or lie under one."""

    names: frozenset[str]

    def __contains__(self, host: object) -> bool:
        labels = str(host).split(".")
        return any(".".join(labels[start:]) in self.names for start in range(len(labels)))


def why_not(url: str, hosts: Container[str]) -> str | None:
    """Why an address is not fetched; None where it may be.

    Args:
        url: the address.
        hosts: the hosts of the source, lower case.
    """
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return "it is no address"
    reasons = (
        (len(url) > _MAX_URL, f"it is longer than {_MAX_URL:,} characters"),
        (parts.scheme not in _PORTS, f"its scheme is {parts.scheme or 'missing'}, not http or https"),
        (parts.username is not None or parts.password is not None, "it carries a user name"),
        (host not in hosts, f"{host or 'no host'} is not a host of this source"),
        (port not in (None, _PORTS.get(parts.scheme)), f"it names port {port}"),
    )
    return next((reason for applies, reason in reasons if applies), None)


def redirect_target(url: str, location: str) -> str:
    """Where a Location header leads from an address; an address that is none leads to itself as it stands."""
    try:
        return urldefrag(urljoin(url, location.strip()))[0]
    except ValueError:
        return location
