"""Signing in and out."""

from __future__ import annotations

from typing import Annotated

from fastapi import Form, Request, Response
from fastapi.responses import RedirectResponse

from communique.people import People, Scope, Session
from communique.web.allowing import may
from communique.web.attempts import WAIT, Attempts
from communique.web.entrance import session_cookie
from communique.web.links import within
from communique.web.settings import Settings
from communique.web.view import UNKEPT, Pages, View, response
from communique.web.visit import Visit, Visiting, address_of

_LONG = 1000

pages = Pages()


@pages.router.get("/sign-in")
def ask(visit: Visiting, then: str = "/") -> Response:
    """The form; who is signed in already goes on."""
    if visit.person is not None:
        return RedirectResponse(within(then), 303, UNKEPT)
    return _form(visit, then, "", 200)


@pages.router.post("/sign-in")
def sign_in(
    request: Request,
    visit: Visiting,
    name: Annotated[str, Form(max_length=_LONG)] = "",
    password: Annotated[str, Form(max_length=4 * _LONG)] = "",
    then: Annotated[str, Form(max_length=4 * _LONG)] = "/",
) -> Response:
    """Begin a session, in place of the one there was."""
    people: People = request.app.state.people
    attempts: Attempts = request.app.state.attempts
    address = address_of(request)
    if not attempts.may_try(name, address):
        answer = _form(visit, then, "sign.too_often", 429)
        answer.headers["retry-after"] = str(WAIT * 60)
        return answer
    session = people.sign_in(name, password, request.cookies.get(session_cookie(visit.settings)))
    if session is None:
        return _form(visit, then, "sign.wrong", 403)
    attempts.succeeded(name, address)
    answer = RedirectResponse(within(then), 303, UNKEPT)
    remember(answer, visit.settings, session)
    return answer


def remember(answer: Response, settings: Settings, session: Session) -> None:
    """Give a browser the token of its session."""
    answer.set_cookie(
        session_cookie(settings),
        session.token,
        expires=session.expires_at,
        path="/",
        secure=settings.secure,
        httponly=True,
        samesite="lax",
    )


@pages.router.post("/sign-out")
def sign_out(request: Request, visit: Visiting, _: Annotated[str, may(Scope.READ)]) -> Response:
    """End the session."""
    if request.state.session is not None:
        people: People = request.app.state.people
        people.sign_out(request.state.session)
    answer = RedirectResponse("/", 303, UNKEPT)
    cookie = session_cookie(visit.settings)
    answer.delete_cookie(cookie, path="/", secure=visit.settings.secure, httponly=True, samesite="lax")
    return answer


def _form(visit: Visit, then: str, problem: str, status: int) -> Response:
    people: People = visit.request.app.state.people
    values = {"then": within(then), "problem": problem, "wait": WAIT, "anyone": people.anyone()}
    return response(View("sign-in.html", values, dict, status=status, headers=UNKEPT), visit)
