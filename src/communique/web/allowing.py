"""Who may do what: the one question that every room asks which changes something.

def judge(who: Annotated[str, may(Scope.JUDGE)]) -> Response: ...
"""

from __future__ import annotations

from typing import Any

from fastapi import Depends, HTTPException, Request

from communique.people import Scope, Signed
from communique.web.entrance import SAFE
from communique.web.sealing import sealed


def may(scope: Scope) -> Any:
    """A parameter that is the name of who asks: signed in, with this scope, and by a form of ours if by a browser."""

    async def allowed(request: Request) -> str:
        signed: Signed | None = request.state.signed
        if signed is None:
            raise HTTPException(401)
        if scope not in signed.scopes:
            raise HTTPException(403, f"the token may not: {scope.value}")
        session: str | None = request.state.session
        if session is not None and request.method not in SAFE and not await sealed(request, session):
            raise HTTPException(403, "this form is not one of yours, or of an earlier session")
        return signed.name

    return Depends(allowed)
