"""Bearer tokens: in whose name a program acts, and whether it may."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from typing import Annotated

from fastapi import Request, Security
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from communique.people import Scope, Signed
from communique.web.api.refusing import Refusal

SCHEME = HTTPBearer(
    scheme_name="token", bearerFormat="cq_…", description="A token made by `communique people token`.", auto_error=False
)


def bearer(scope: Scope) -> Callable[..., str]:
    """What a resource depends on for the name of whoever asks, who must have a token of that scope.

    A session of a browser is not enough: its forms are sealed, these requests are not.
    """

    def named(request: Request, _: Annotated[HTTPAuthorizationCredentials | None, Security(SCHEME)]) -> str:
        signed: Signed | None = request.state.signed if request.state.session is None else None
        if signed is None:
            detail = "a token is needed: `communique people token` makes one"
            raise Refusal(HTTPStatus.UNAUTHORIZED, detail, www_authenticate='Bearer realm="communique"')
        if scope not in signed.scopes:
            how = f'Bearer realm="communique", error="insufficient_scope", scope="{scope.value}"'
            raise Refusal(HTTPStatus.FORBIDDEN, f"the token may not: {scope.value}", www_authenticate=how)
        return signed.name

    return named
