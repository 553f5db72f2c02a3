"""Connecting only where one may: a name is resolved once, every address looked at, and one of those connected to."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable, Iterable
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from ssl import SSLContext
from typing import Any

import httpcore2

Resolve = Callable[[str, int], Iterable[str]]

_TRANSLATED = IPv6Network("64:ff9b::/96")
"""IPv4 addresses as networks of IPv6 alone write them (RFC 6052)."""


class NotPublic(httpcore2.ConnectError):
    """The name has an address in a private network, or in none."""


def is_public(text: str) -> bool:
    """Whether an address is one of the public internet, also where it carries another within it."""
    address = ip_address(text)
    inner: list[IPv4Address | None] = []
    if isinstance(address, IPv6Address):
        inner = [address.ipv4_mapped, address.sixtofour, *(address.teredo or ())]
        if address in _TRANSLATED:
            inner.append(IPv4Address(int(address) & 0xFFFFFFFF))
    held: list[IPv4Address | IPv6Address] = [each for each in inner if each is not None]
    if isinstance(address, IPv4Address) or not held:
        held.append(address)
    return all(each.is_global and not each.is_multicast and not each.is_reserved for each in held)


def resolve(host: str, port: int) -> list[str]:
    """All addresses of a name, in the order of the system. Raises OSError."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(place[0]) for *_, place in found))


class Guarded(httpcore2.NetworkBackend):
    """Connects where one may, and has `seconds` for all that is said over its connections."""

    def __init__(self, *, private: bool, seconds: float, resolve: Resolve = resolve) -> None:
        self._private = private
        self._until = time.monotonic() + seconds
        self._resolve = resolve
        self._network = httpcore2.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore2.NetworkStream:
        """A connection to an address of the name. Raises NotPublic where one of them is not, ConnectError."""
        try:
            found = list(self._resolve(host, port))
        except (OSError, UnicodeError) as error:
            raise httpcore2.ConnectError(f"{host} has no address: {error}") from error
        if not self._private and (strange := [each for each in found if not is_public(each)]):
            raise NotPublic(f"{host} is at {strange[0]}, which is not public")
        failed: Exception = httpcore2.ConnectError(f"{host} has no address")
        for each in found:
            try:
                stream = self._network.connect_tcp(
                    each, port, _left(self._until, timeout), local_address, socket_options
                )
                return _InTime(stream, self._until)
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout) as error:
                failed = error
        raise failed


class _InTime(httpcore2.NetworkStream):
    """A connection that is over at a moment, however slowly the other side talks."""

    def __init__(self, stream: httpcore2.NetworkStream, until: float) -> None:
        self._stream = stream
        self._until = until

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, _left(self._until, timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, _left(self._until, timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore2.NetworkStream:
        made = self._stream.start_tls(ssl_context, server_hostname, _left(self._until, timeout))
        return _InTime(made, self._until)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


def _left(until: float, timeout: float | None) -> float:
    left = until - time.monotonic()
    if left <= 0:
        raise httpcore2.ReadTimeout("it took too long")
    return left if timeout is None else min(left, timeout)
