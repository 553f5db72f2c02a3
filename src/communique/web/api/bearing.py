"""Bearer tokens: in whose name a program acts, and whether it may."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from typing import Annotated, Protocol

from fastapi import Request, Security
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from communique.web.api.refusing import Refusal

SCHEME = HTTPBearer(
    scheme_name="token", bearerFormat="cq_…", description="A token made by `communique people token`.", auto_error=False
)


class Signed(Protocol):
    """Somebody known by a token, and what may be done in that name."""

    @property
    def name(self) -> str:
        """Whose token it is."""

    @property
    def scopes(self) -> frozenset[str]:
        """What it is good for: read, add, judge, watch."""


class Tokens(Protocol):
    """Knows tokens."""

    def bearer(self, token: str) -> Signed | None:
        """In whose name a program with this token acts, if it holds."""


def bearer(scope: str) -> Callable[..., str]:
    """What a resource depends on for the name of whoever asks, who must have a token of that scope."""

    def named(request: Request, given: Annotated[HTTPAuthorizationCredentials | None, Security(SCHEME)]) -> str:
        people: Tokens | None = getattr(request.app.state, "people", None)
        signed = people.bearer(given.credentials) if people and given else None
        if signed is None:
            how = 'Bearer realm="communique"' + (', error="invalid_token"' if given else "")
            detail = "the token does not hold" if given else "a token is needed"
            raise Refusal(
                HTTPStatus.UNAUTHORIZED, f"{detail}: `communique people token` makes one", www_authenticate=how
            )
        if scope not in signed.scopes:
            how = f'Bearer realm="communique", error="insufficient_scope", scope="{scope}"'
            raise Refusal(HTTPStatus.FORBIDDEN, f"the token is not good for this: {scope}", www_authenticate=how)
        return signed.name

    return named
