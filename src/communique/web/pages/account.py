"""One's own account: another password."""

from __future__ import annotations

from typing import Annotated

from fastapi import Form, HTTPException, Request, Response

from communique.errors import AccountError
from communique.people import SHORTEST, People, Scope
from communique.web.allowing import may
from communique.web.attempts import WAIT, Attempts
from communique.web.pages.signing import remember
from communique.web.view import UNKEPT, Pages, View, response
from communique.web.visit import Visit, Visiting, address_of

pages = Pages()

Self = Annotated[str, may(Scope.READ)]
Password = Annotated[str, Form(max_length=4000)]


@pages.router.get("/account")
def account(visit: Visiting, who: Self) -> Response:
    """The form."""
    _only_in_a_browser(visit.request)
    return _form(visit)


@pages.router.post("/account")
def change(
    request: Request, visit: Visiting, who: Self, password: Password = "", new: Password = "", again: Password = ""
) -> Response:
    """Another password: whoever is signed in elsewhere in this name is signed out."""
    _only_in_a_browser(request)
    people: People = request.app.state.people
    attempts: Attempts = request.app.state.attempts
    if new != again:
        return _form(visit, "account.unlike", 400)
    address = address_of(request)
    if not attempts.may_try(who, address):
        answer = _form(visit, "sign.too_often", 429)
        answer.headers["retry-after"] = str(WAIT * 60)
        return answer
    try:
        session = people.change(who, password, new)
    except AccountError:
        return _form(visit, "account.length", 400)
    if session is None:
        return _form(visit, "account.wrong", 403)
    attempts.succeeded(who, address)
    request.state.session = session.token
    answer = _form(visit, changed=True)
    remember(answer, visit.settings, session)
    return answer


def _only_in_a_browser(request: Request) -> None:
    if request.state.session is None:
        raise HTTPException(403, "only somebody who signed in may do this, not a token")


def _form(visit: Visit, problem: str = "", status: int = 200, *, changed: bool = False) -> Response:
    values = {"problem": problem, "changed": changed, "shortest": SHORTEST, "wait": WAIT}
    return response(View("account.html", values, dict, status=status, headers=UNKEPT), visit)
