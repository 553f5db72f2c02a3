"""Who may come in, and who may send something: sessions, seals, tokens, other sites, limits."""

from __future__ import annotations

import re
import shutil
import socket
from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest
from fastapi.routing import APIRoute

from browsing import Site
from communique.people import Scope
from communique.web import pages, sealing
from communique.web.attempts import Attempts
from communique.web.entrance import SAFE
from signing import PASSWORD, SEAL, account, seal, signed_in, token

MIB = 1024 * 1024
FORM = {"content-type": "application/x-www-form-urlencoded"}


def test_signing_in_and_out(peopled: Site):
    with signed_in(peopled.address) as client:
        (cookie,) = client.cookies.jar
        assert cookie.name == "communique"
        assert cookie.has_nonstandard_attr("HttpOnly")
        assert cookie.get_nonstandard_attr("SameSite") == "lax"
        assert "Lan" in client.get("/").text
        assert client.post("/sign-out").status_code == 403
        assert client.post("/sign-out", data={"seal": seal(client)}).status_code == 303
        assert not client.cookies
        client.cookies.set("communique", cookie.value or "")
        assert "/sign-out" not in client.get("/").text


def test_signing_in_gives_another_session_each_time(peopled: Site):
    with signed_in(peopled.address) as client:
        first = client.cookies["communique"]
        client.post("/sign-in", data={"name": "Lan", "password": PASSWORD})
        assert client.cookies["communique"] != first
        client.cookies.clear()
        client.cookies.set("communique", first)
        assert "/sign-out" not in client.get("/").text


def test_a_session_brought_along_is_not_taken_up(peopled: Site):
    with httpx2.Client(base_url=peopled.address) as client:
        brought = {"cookie": f"communique={'x' * 43}"}
        client.post("/sign-in", data={"name": "Lan", "password": PASSWORD}, headers=brought)
        assert client.cookies["communique"] != "x" * 43


def test_over_https_the_cookie_is_bound_to_the_host(sample_ledger: Path, tmp_path: Path):
    copy = tmp_path / "secure.sqlite"
    shutil.copyfile(sample_ledger, copy)
    account(str(copy))
    with Site(str(copy), secure=True) as site, httpx2.Client(base_url=site.address) as client:
        told = client.post("/sign-in", data={"name": "Lan", "password": PASSWORD}).headers["set-cookie"]
        assert told.startswith("__Host-communique=")
        assert "Secure" in told
        assert "Path=/" in told
        assert "Domain" not in told


def test_an_unknown_name_is_answered_as_a_wrong_password(peopled: Site):
    with httpx2.Client(base_url=peopled.address) as client:
        answers = [
            client.post("/sign-in", data={"name": name, "password": "wrong password"}) for name in ("Lan", "Nobody")
        ]
    assert [each.status_code for each in answers] == [403, 403]
    assert answers[0].text == answers[1].text


def test_attempts_are_counted_by_name_and_address(peopled: Site):
    with httpx2.Client(base_url=peopled.address) as client:
        for name in ("Lan", "Nobody"):
            told = [client.post("/sign-in", data={"name": name, "password": "wrong"}).status_code for _ in range(7)]
            assert told == [403] * 5 + [429] * 2
        last = client.post("/sign-in", data={"name": "lan ", "password": PASSWORD})
        assert last.status_code == 429
        assert last.headers["retry-after"] == "900"


def test_trying_from_one_place_does_not_shut_out_another():
    attempts = Attempts()
    assert [attempts.may_try("Lan", "192.0.2.1") for _ in range(1000)] == [True] * 5 + [False] * 995
    assert attempts.may_try("Lan", "192.0.2.2")
    assert not all(attempts.may_try(f"name {number}", "2001:db8::1") for number in range(61))
    assert not attempts.may_try("Lan", "2001:db8::2")
    assert attempts.may_try("Lan", "2001:db8:0:1::2")


@pytest.mark.parametrize(
    "address", ["https://evil.example/", "//evil.example", "/\\evil.example", "/\tevil", "javascript:alert(1)", "evil"]
)
def test_signing_in_leads_nowhere_else(peopled: Site, address: str):
    with httpx2.Client(base_url=peopled.address) as client:
        answer = client.post("/sign-in", data={"name": "Lan", "password": PASSWORD, "then": address})
        assert answer.headers["location"] == "/"
        assert client.get("/sign-in", params={"then": address}).headers["location"] == "/"


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"origin": "http://127.0.0.1:1"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"sec-fetch-site": "cross-site", "origin": ""},
    ],
)
def test_what_a_page_of_another_site_sends_is_refused(peopled: Site, headers: dict[str, str]):
    with signed_in(peopled.address) as client:
        assert client.post("/sign-out", data={"seal": seal(client)}, headers=headers).status_code == 403
        assert "/sign-out" in client.get("/").text
        sent = client.post("/sign-in", data={"name": "Lan", "password": PASSWORD}, headers=headers)
        assert sent.status_code == 403
        assert "set-cookie" not in sent.headers


def test_a_seal_is_of_one_session(peopled: Site):
    with signed_in(peopled.address) as one, signed_in(peopled.address) as other:
        theirs, ours = seal(one), seal(other)
        assert seal(one) != theirs
        for wrong in ("", "x", theirs, ours[:-4] + "AAAA", "é" * 20):
            assert other.post("/sign-out", data={"seal": wrong}).status_code == 403
        assert other.post("/sign-out", headers={sealing.HEADER: ours}).status_code == 303


def test_every_way_to_change_something_asks_who_it_is(peopled: Site):
    """Nobody has forgotten to ask: each address that takes more than a question, of those there are."""
    ways = [
        (method, re.sub(r"\{[^}]*\}", "1", route.path))
        for room in pages.ROOMS
        for route in room.router.routes
        if isinstance(route, APIRoute)
        for method in sorted((route.methods or set()) - SAFE)
        if route.path != "/sign-in"
    ]
    assert ("POST", "/sign-out") in ways
    allowed = token(peopled.ledger)
    with signed_in(peopled.address) as known, httpx2.Client(base_url=peopled.address) as stranger:
        for method, path in ways:
            answer = stranger.request(method, path, headers=FORM)
            assert (answer.status_code, answer.headers["location"][:9]) == (303, "/sign-in?"), path
            assert known.request(method, path, headers=FORM).status_code == 403, path
            if path != "/sign-out":
                assert stranger.request(method, path, headers={**FORM, **allowed}).status_code == 403, path


def test_what_is_somebodys_own_is_not_kept(peopled: Site):
    with signed_in(peopled.address) as client:
        mine = client.get("/")
        assert mine.headers["cache-control"] == "private, no-store"
    with httpx2.Client(base_url=peopled.address) as client:
        assert "/sign-out" not in client.get("/").text
        assert client.get("/sign-in").headers["cache-control"] == "no-store"
        assert "Lan" not in client.get("/", headers={"if-none-match": mine.headers["etag"]}).text


def test_a_closed_ledger_is_read_by_nobody_else(closed: Site):
    with httpx2.Client(base_url=closed.address) as client:
        answer = client.get("/RUS?since=2020")
        assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in?then=%2FRUS%3Fsince%3D2020")
        for path in ("/.json", "/.csv", "/api/v1/contacts", "/watches/x.atom"):
            told = client.get(path)
            assert (told.status_code, told.headers["www-authenticate"]) == (401, "Bearer")
            assert told.headers["content-type"] == "application/problem+json"
        assert client.get("/", headers={"hx-request": "true"}).headers["hx-redirect"].startswith("/sign-in")
        assert client.get("/sign-in").status_code == 200
        for path in ("/static/../", "//", "/sign-in/../", "/language/../RUS"):
            answer = client.get(path)
            assert (answer.status_code, answer.headers.get("location", "")[:8]) == (303, "/sign-in"), path
    with signed_in(closed.address) as client:
        assert client.get("/").status_code == 200
    with httpx2.Client(base_url=closed.address) as client:
        assert client.get("/").status_code == 303
        assert client.get("/.json", headers=token(closed.ledger)).status_code == 200


def test_another_password_is_set_in_the_browser_and_ends_the_sessions_elsewhere(peopled: Site):
    with signed_in(peopled.address) as here, signed_in(peopled.address) as elsewhere:
        assert 'href="/account"' in here.get("/").text
        form = {
            "seal": seal(here),
            "password": PASSWORD,
            "new": "another long sentence",
            "again": "another long sentence",
        }
        for wrong, status, said in (
            ({"seal": seal(elsewhere)}, 403, "not one of yours"),
            ({"password": "wrong password"}, 403, "not that"),
            ({"again": "a third long sentence"}, 400, "not the same"),
            ({"new": "short", "again": "short"}, 400, "at least 10"),
        ):
            answer = here.post("/account", data={**form, **wrong})
            assert (answer.status_code, said in answer.text) == (status, True), wrong
        before = here.cookies["communique"]
        answer = here.post("/account", data=form)
        assert (answer.status_code, answer.headers["cache-control"]) == (200, "no-store")
        assert here.cookies["communique"] != before
        assert "another long sentence" not in answer.text
        assert "/sign-out" in here.get("/").text
        assert here.post("/account", data={**form, "seal": SEAL.findall(answer.text)[0]}).status_code == 403
        assert "/sign-out" not in elsewhere.get("/").text
        assert here.post("/sign-in", data={"name": "Lan", "password": PASSWORD}).status_code == 403


def test_the_password_of_a_session_left_open_cannot_be_guessed_for_long(peopled: Site):
    with signed_in(peopled.address) as client:
        form = {"seal": seal(client), "password": "wrong", "new": PASSWORD, "again": PASSWORD}
        told = [client.post("/account", data=form).status_code for _ in range(7)]
    assert told == [403] * 5 + [429] * 2


@pytest.mark.parametrize("scopes", [(Scope.READ,), tuple(Scope)])
def test_no_token_changes_a_password(peopled: Site, scopes: tuple[Scope, ...]):
    with httpx2.Client(base_url=peopled.address, headers=token(peopled.ledger, *scopes)) as client:
        assert client.get("/account").status_code == 403
        form = {"password": PASSWORD, "new": "another long sentence", "again": "another long sentence"}
        assert client.post("/account", data=form).status_code == 403
    with httpx2.Client(base_url=peopled.address) as client:
        assert client.get("/account").headers["location"] == "/sign-in?then=%2Faccount"


@pytest.mark.parametrize("referer", ["http://[", "https://evil.example/RUS", ""])
def test_who_must_sign_in_comes_from_a_page_of_ours_or_from_the_board(peopled: Site, referer: str):
    with httpx2.Client(base_url=peopled.address) as client:
        answer = client.post("/sign-out", headers={"referer": referer})
        assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in?then=%2F")
        answer = client.post("/sign-out", headers={"referer": f"{peopled.address}/RUS?since=2020"})
        assert answer.headers["location"] == "/sign-in?then=%2FRUS%3Fsince%3D2020"


def test_a_wrong_token_is_nobodys(peopled: Site):
    with signed_in(peopled.address) as client:
        for header in ("Bearer cq_wrong", "Bearer", "Basic TGFuOng=", "Bearer " + "x" * 5000):
            assert client.get("/.json", headers={"authorization": header}).status_code == 401


def announced(address: str, path: str, length: int) -> int:
    """The status by which a request that says how much it will send, and sends nothing, is answered."""
    host, _, port = address.removeprefix("http://").partition(":")
    with socket.create_connection((host, int(port)), timeout=30) as line:
        line.sendall(f"POST {path} HTTP/1.1\r\nHost: {host}\r\nContent-Length: {length}\r\n\r\n".encode())
        return int(line.recv(100).split()[1])


@pytest.mark.parametrize(
    ("path", "most"),
    [("/add", 32 * MIB), ("/review/judge", MIB), ("/watches/send", MIB), ("/account", MIB // 64), ("/sign-out", MIB)],
)
def test_what_may_be_sent_has_a_size(site: Site, path: str, most: int):
    assert announced(site.address, path, most) == 303
    assert announced(site.address, path, most + 1) == 413


@pytest.mark.parametrize(("path", "most"), [("/sign-in", MIB // 64), ("/api/v1/extract", 4 * MIB)])
def test_what_anybody_may_send_has_a_size(site: Site, path: str, most: int):
    assert announced(site.address, path, most + 1) == 413


def test_too_much_is_refused_before_it_is_read(peopled: Site):
    def endless() -> Iterator[bytes]:
        yield b"name=Lan&password="
        for _ in range(40):
            yield b"x" * 1024

    with httpx2.Client(base_url=peopled.address) as client:
        assert client.post("/sign-in", content=b"x" * 20_000, headers=FORM).status_code == 413
        assert client.post("/sign-in", content=endless(), headers=FORM).status_code == 413


def test_signing_in_says_how_to_begin(own_site: Site):
    with httpx2.Client(base_url=own_site.address) as client:
        assert "communique people add" in client.get("/sign-in", headers={"accept-language": "vi"}).text
        assert "Nobody has an account" in client.get("/sign-in", headers={"accept-language": "en"}).text
