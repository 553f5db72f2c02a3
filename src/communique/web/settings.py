"""What a server is started with."""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import ip_address

RATE = "1200/minute"
LOOPBACK = ("localhost", "127.0.0.1", "[::1]")


@dataclass(frozen=True, slots=True)
class Settings:
    """The ledger (path or URL) and who may reach it.

    `hosts` are the names the server answers to: by default those of this machine alone, which also keeps a page of
    another site from reading it by a name that points here. ``("*",)`` answers to any. `closed`: reading too needs
    somebody who signed in. `secure`: cookies go over HTTPS only. `rate`: how much of the API one address or token may
    ask (``1200/minute``); empty for no limit. `log`: a line of JSON for each request on standard error.
    """

    ledger: str
    hosts: tuple[str, ...] = LOOPBACK
    closed: bool = False
    secure: bool = False
    rate: str = RATE
    log: bool = False


def is_loopback(host: str) -> bool:
    """Whether only programs of this machine reach a server at this address."""
    if host == "localhost":
        return True
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False
