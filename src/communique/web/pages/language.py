"""Choosing the language, kept in a cookie."""

from __future__ import annotations

from fastapi import Request, Response
from fastapi.responses import RedirectResponse

from communique.web.links import within
from communique.web.view import UNKEPT, Pages
from communique.web.visit import LANGUAGE_COOKIE
from communique.words import Language

_YEAR = 365 * 24 * 3600

pages = Pages()


@pages.router.get("/language/{chosen}")
def choose(request: Request, chosen: Language, then: str = "/") -> Response:
    """Answer in this language from now on, and go back to where the choice was made."""
    answer = RedirectResponse(within(then), 303, UNKEPT)
    secure = request.app.state.settings.secure
    answer.set_cookie(LANGUAGE_COOKIE, chosen.value, max_age=_YEAR, samesite="lax", secure=secure, httponly=True)
    return answer
