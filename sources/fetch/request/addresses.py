"""Allowed addresses of requests: only hosts of the source, only HTTP and HTTPS, only public IP addresses."""

import ipaddress
import socket
from collections.abc import Container
from dataclasses import dataclass
from typing import Final, Protocol
from urllib.parse import urldefrag, urljoin, urlsplit

_PORTS: Final = {"http": 80, "https": 443}
_NAT64: Final = ipaddress.ip_network("64:ff9b::/96")
_MAX_URL_CHARACTERS: Final = 2_000


class RefusedAddressError(Exception):
    """A host name resolves to this machine or to a private network."""


class Dialer(Protocol):
    """Opens connections."""

    def connect(self, host: str, port: int, timeout: float | None) -> socket.socket:
        """A connected socket.

        Raises:
            RefusedAddressError: the host's address is not a public one.
            OSError: the host cannot be reached.
        """


class PublicDialer:
    """Connects to public addresses only.

    The name is resolved once, and the connection uses the verified address. A second answer of the name server
    therefore has no effect. The peer of the open connection is verified as well.
    """

    def connect(self, host: str, port: int, timeout: float | None) -> socket.socket:
        """A socket connected to a public address of the host."""
        resolved = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        addresses = [entry for entry in resolved if is_public(str(entry[4][0]))]
        if not addresses:
            raise RefusedAddressError(f"{host} has no public address, only {resolved[0][4][0]}")
        error: OSError | None = None
        for family, kind, protocol, _, address in addresses:
            connection = socket.socket(family, kind, protocol)
            try:
                connection.settimeout(timeout)
                connection.connect(address)
                verify_peer(connection, host)
            except OSError as failure:
                connection.close()
                error = failure
            except BaseException:
                connection.close()
                raise
            else:
                return connection
        assert error is not None
        raise error


def verify_peer(connection: socket.socket, host: str) -> None:
    """Raises for a connection to an address that is not public.

    Raises:
        RefusedAddressError: the peer has no public address.
    """
    peer = str(connection.getpeername()[0])
    if not is_public(peer):
        raise RefusedAddressError(f"{host} is connected to {peer}, which is not a public address")


def is_public(address: str) -> bool:
    """Whether an IP address is public, also inside an IPv6 form of an IPv4 address."""
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
    """All hosts that are one of these domains or a subdomain."""

    names: frozenset[str]

    def __contains__(self, host: object) -> bool:
        labels = str(host).split(".")
        return any(".".join(labels[start:]) in self.names for start in range(len(labels)))


def refusal_reason(url: str, hosts: Container[str]) -> str | None:
    """Why an address must not be fetched; None for an allowed address.

    Args:
        url: the address.
        hosts: the hosts of the source, in lower case.
    """
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return "it is no valid address"
    reasons = (
        (len(url) > _MAX_URL_CHARACTERS, f"it is longer than {_MAX_URL_CHARACTERS:,} characters"),
        (parts.scheme not in _PORTS, f"its scheme is {parts.scheme or 'missing'}, not http or https"),
        (parts.username is not None or parts.password is not None, "it has a user name"),
        (host not in hosts, f"{host or 'no host'} is not a host of this source"),
        (port not in (None, _PORTS.get(parts.scheme)), f"it names port {port}"),
    )
    return next((reason for applies, reason in reasons if applies), None)


def redirect_target(url: str, location: str) -> str:
    """The absolute address of a Location header; an invalid address is returned unchanged."""
    try:
        return urldefrag(urljoin(url, location.strip()))[0]
    except ValueError:
        return location
