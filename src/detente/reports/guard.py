"""Public servers only: what keeps a site that fetches addresses for others out of the network it stands in.

The check is made on the address that is then connected to, and for each connection, so that neither a redirect nor a
name that resolves differently the second time (DNS rebinding) leads around it.
"""

from __future__ import annotations

import ipaddress
import re
import socket
from contextlib import suppress

from detente.reports.model import SourceError

# Where web servers for the public listen.  Any other port of a public host is more often a mail server or a database
# than a page, and to answer for each whether it is open would make a port scanner of us.
PORTS = frozenset({80, 443, 8080, 8443})
_NUMBER = re.compile(r"0x[0-9a-f]*|\d+", re.IGNORECASE)
# IPv6 addresses that stand for the IPv4 address in their last 32 bits (RFC 6052).
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


def is_public(ip: str) -> bool:
    """Whether an IP address belongs to the public internet, also where it carries an IPv4 address within."""
    try:
        address = ipaddress.ip_address(ip.partition("%")[0])
    except ValueError:
        return False
    if isinstance(address, ipaddress.IPv6Address):
        within = address.ipv4_mapped or address.sixtofour
        if within is None and address in _NAT64:
            within = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if within is not None:
            return is_public(str(within))
        if address.is_site_local or address.teredo is not None:
            return False
    return address.is_global and not (address.is_multicast or address.is_reserved or address.is_unspecified)


def connect(
    server: tuple[str, int], timeout: float | None = None, source_address: tuple[str, int] | None = None
) -> socket.socket:
    """A connection to a public server, in place of `socket.create_connection`.

    Raises `SourceError` ("private") for a server that is not public, a port not in `PORTS` and a host that is written
    as a number; OSError where no connection can be made.
    """
    host, port = server
    if port not in PORTS:
        raise SourceError("private", f"only ports {', '.join(map(str, sorted(PORTS)))} are fetched from")
    if _NUMBER.fullmatch(host.rstrip(".").rpartition(".")[2]):
        # "2130706433", "0177.0.0.1", "127.1": read as an address by some systems only, and written so by nobody honest.
        try:
            ipaddress.IPv4Address(host)
        except ValueError:
            raise SourceError("private", "a host that is written as a number") from None
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    if not all(is_public(str(place[4][0])) for place in found):
        raise not_public()
    failed: OSError = OSError("no address")
    for family, kind, protocol, _, place in found:
        made = None
        try:
            made = socket.socket(family, kind, protocol)
            made.settimeout(timeout)
            if source_address:
                made.bind(source_address)
            made.connect(place)
        except OSError as error:
            failed = error
            if made is not None:
                with suppress(OSError):
                    made.close()
            continue
        return made
    raise failed


def check_peer(connection: socket.socket) -> None:
    """Close a connection whose other end is not public, and raise `SourceError` ("private")."""
    if not is_public(str(connection.getpeername()[0])):
        connection.close()
        raise not_public()


def not_public() -> SourceError:
    """The error for an address within a private network."""
    return SourceError("private", "the address is not a public one")
