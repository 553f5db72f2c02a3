"""Seals: what a form of ours carries so that a page of another site cannot send it in somebody's name.

A seal is made of the session's token, and masked anew each time, so that no compressed page gives it away.
"""

from __future__ import annotations

import hmac
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from urllib.parse import urlsplit

from starlette.datastructures import Headers, UploadFile
from starlette.requests import Request

FIELD = "seal"
HEADER = "x-seal"

_SIZE = 32
_OURS = ("same-origin", "none")


def seal(session: str) -> str:
    """A seal of a session, by its token."""
    pad = secrets.token_bytes(_SIZE)
    return urlsafe_b64encode(pad + _mixed(pad, _secret(session))).decode().rstrip("=")


def fits(text: str, session: str) -> bool:
    """Whether a text is a seal of a session."""
    try:
        given = urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except ValueError:
        return False
    if len(given) != 2 * _SIZE:
        return False
    return hmac.compare_digest(_mixed(given[:_SIZE], given[_SIZE:]), _secret(session))


async def sealed(request: Request, session: str) -> bool:
    """Whether a request carries a seal of the session, in a header or in a field of its form."""
    given = request.headers.get(HEADER)
    if given is None and request.headers.get("content-type", "").startswith(("application/x-www-form", "multipart/")):
        field = (await request.form()).get(FIELD)
        given = None if isinstance(field, UploadFile) else field
    return given is not None and len(given) <= 4 * _SIZE and fits(given, session)


def crosses(headers: Headers) -> bool:
    """Whether a browser says that a page of another site sends this. What is no browser says nothing."""
    site, origin = headers.get("sec-fetch-site"), headers.get("origin")
    if site is not None and site not in _OURS:
        return True
    if origin is None:
        return False
    try:
        return urlsplit(origin).netloc.lower() != headers.get("host", "").lower()
    except ValueError:
        return True


def _secret(session: str) -> bytes:
    return hmac.digest(session.encode("utf-8", "surrogatepass"), b"communique seal", "sha256")


def _mixed(one: bytes, other: bytes) -> bytes:
    return bytes(a ^ b for a, b in zip(one, other, strict=True))
