"""Which addresses flows may call: public ones, resolved once and pinned to what was found."""

from __future__ import annotations

import asyncio
import socket
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

import httpx

NAT64 = IPv6Network("64:ff9b::/96")
"""The well-known prefix alone: where a network's own one leads to, only that network knows."""
ASSIGNED = IPv6Network("2000::/3")
PORTS = {"http": 80, "https": 443}
Address = IPv4Address | IPv6Address


class Refused(Exception):
    """Carries a sentence: why this address is not called."""


@dataclass(frozen=True, slots=True)
class Guard:
    """`hosts` are the only ones that may be called, empty for any; `private` are host:port pairs that may be
    called although they are not public."""

    hosts: frozenset[str] = frozenset()
    private: frozenset[str] = frozenset()

    async def pin(self, address: str) -> tuple[httpx.URL, str]:
        """(the same with a checked number in place of the name, the name). Raises Refused, and OSError for a
        name that nobody knows."""
        url = _parse(address)
        host, port = url.host.lower().rstrip("."), url.port or PORTS[url.scheme]
        if self.hosts and host not in self.hosts and f"{host}:{port}" not in self.private:
            raise Refused(f"{host} is not on the list of hosts that flows may call.")
        found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
        numbers = [ip_address(str(entry[4][0]).partition("%")[0]) for entry in found]
        if f"{host}:{port}" not in self.private:
            for number in numbers:
                if not is_public(number):
                    raise Refused(f"{host} is an address within a private network.")
        return url.copy_with(host=str(numbers[0])), url.netloc.decode("ascii")


def is_public(number: Address) -> bool:
    """Also of an IPv4 address that is wrapped into an IPv6 one, by whatever way."""
    if isinstance(number, IPv6Address):
        inner = _unwrapped(number)
        if inner is not None:
            return is_public(inner)
        return number.is_global and number in ASSIGNED
    return number.is_global and not number.is_multicast


def _unwrapped(number: IPv6Address) -> IPv4Address | None:
    if number in NAT64:
        return IPv4Address(int(number) & 0xFFFFFFFF)
    if number.teredo:
        return number.teredo[1]
    return number.ipv4_mapped or number.sixtofour


def _parse(address: str) -> httpx.URL:
    try:
        url = httpx.URL(address)
    except (httpx.InvalidURL, ValueError):
        raise Refused("The address cannot be read.") from None
    if url.scheme not in PORTS or not url.host:
        raise Refused("An address begins with https:// and a host.")
    if url.userinfo:
        raise Refused("An address with a name and password in it is not called. Use a header.")
    return url
