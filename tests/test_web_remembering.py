"""Answers are kept while the ledger stays as it is, and never beyond."""

from __future__ import annotations

import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import pytest
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.testclient import TestClient
from starlette.types import Message, Receive, Scope, Send

from communique.web.remembering import Remembering

LONG = "một bản tin " * 100


@dataclass
class Moments:
    """A ledger as far as answers know of it."""

    now: str = "1"

    def revision(self) -> str:
        return self.now


@dataclass
class Room:
    """An application that counts how often it was asked; `meanwhile` changes the ledger while it works."""

    ledger: Moments
    meanwhile: str | None = None
    answer: Response | None = None
    asked: list[str] = field(default_factory=list)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.asked.append(scope["path"])
        told = self.ledger.now
        if self.meanwhile:
            self.ledger.now = self.meanwhile
        await (self.answer or Response(f"{told} {LONG}"))(scope, receive, send)


class SignedIn:
    """Every visit is somebody's."""

    def __init__(self, app: Remembering) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        Request(scope).state.person = "Lan"
        await self._app(scope, receive, send)


@pytest.fixture
def room() -> Room:
    return Room(Moments())


@pytest.fixture
def client(room: Room) -> TestClient:
    return TestClient(Remembering(room, room.ledger))


def test_an_answer_is_worked_out_once(room: Room, client: TestClient):
    assert client.get("/a").text == client.get("/a").text
    assert room.asked == ["/a"]


def test_another_query_or_language_is_another_answer(room: Room, client: TestClient):
    client.get("/a")
    client.get("/a?b=1")
    client.get("/a", headers={"accept-language": "en"})
    assert len(room.asked) == 3


def test_a_change_of_the_ledger_ends_what_is_kept(room: Room, client: TestClient):
    client.get("/a")
    room.ledger.now = "2"
    assert client.get("/a").text.startswith("2")


def test_an_answer_made_while_the_ledger_changes_is_not_given_again(room: Room, client: TestClient):
    room.meanwhile = "2"
    assert client.get("/a").text.startswith("1")
    assert client.get("/a").text.startswith("2")


def test_what_has_not_changed_is_not_sent_again(client: TestClient):
    first = client.get("/a")
    again = client.get("/a", headers={"if-none-match": first.headers["etag"]})
    assert again.status_code == 304
    assert not again.content


def test_a_head_has_the_headers_alone(client: TestClient):
    assert client.head("/a").headers["etag"] == client.get("/a").headers["etag"]
    assert not client.head("/a").content


def test_what_one_person_sees_is_kept_for_nobody(room: Room):
    own = TestClient(SignedIn(Remembering(room, room.ledger)))
    assert own.get("/a").headers["cache-control"] == "private, no-store"
    own.get("/a")
    assert len(room.asked) == 2


@pytest.mark.parametrize(
    "answer",
    [Response("x", 404), Response("x", headers={"cache-control": "no-store"}), StreamingResponse(iter([b"x"]))],
    ids=["missing", "not to be kept", "a stream"],
)
def test_what_is_not_kept(answer: Response):
    ledger = Moments()
    room = Room(ledger, answer=answer)
    client = TestClient(Remembering(room, ledger))
    client.get("/a")
    client.get("/a")
    assert len(room.asked) == 2


def test_a_ledger_that_keeps_others_waiting_does_not_stop_the_server():
    released, answered = threading.Event(), threading.Event()

    class Slow(Moments):
        def revision(self) -> str:
            released.wait(5)
            answered.set()
            return self.now

    ledger = Slow()
    app = Remembering(Room(ledger), ledger)

    async def get(path: str) -> int:
        scope = {"type": "http", "method": "GET", "path": path, "query_string": b"", "headers": []}
        sent: list[Message] = []

        async def send(message: Message) -> None:
            sent.append(message)

        async def receive() -> Message:
            return {"type": "http.request"}

        await app(scope, receive, send)
        return int(sent[0]["status"])

    async def visit() -> None:
        waiting = asyncio.create_task(get("/a"))
        await asyncio.sleep(0)
        assert await get("/healthz") == 200
        assert not answered.is_set()
        released.set()
        assert await waiting == 200

    with ThreadPoolExecutor(1) as apart:  # where no browser's loop runs
        apart.submit(asyncio.run, visit()).result()
