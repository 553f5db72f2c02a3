"""Delivery: what a receiver gets, what is tried again and how long, and where nothing is ever sent."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import orjson
import pytest
from typer.testing import CliRunner

from communique.cli.app import app
from communique.delivery import HEADERS, deliver, delivering, verified
from communique.delivery.addresses import is_public
from communique.errors import LedgerError, NotHeldError
from communique.ledger import Filter, Hook, Ledger, RecordKind
from communique.ledger.hooks import MOST_ATTEMPTS
from test_watches import call, pages, run  # noqa: F401

NOW = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass
class Receiver:
    """A server that keeps what it gets; it answers with the next of `answers`, or takes it."""

    url: str = ""
    port: int = 0
    got: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)
    answers: list[int] = field(default_factory=list)
    drips: bool = False


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    kept = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            kept.got.append((self.path, dict(self.headers), body))
            if kept.drips:
                for letter in b"HTTP/1.1 200 OK" + b" " * 100:
                    self.wfile.write(bytes([letter]))
                    time.sleep(0.05)
            status = kept.answers.pop(0) if kept.answers else 204
            self.send_response(status)
            if status == 302:
                self.send_header("Location", "/elsewhere")
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    kept.port = server.server_address[1]
    kept.url = f"http://127.0.0.1:{kept.port}/hook?for=communique"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield kept
    server.shutdown()
    server.server_close()


@pytest.fixture
def ledger(place):
    with Ledger.open(place, create=True) as opened:
        opened.watch("w", Filter(RecordKind.CONTACT), by="Hà")
        yield opened


def hooked(ledger: Ledger, receiver: Receiver) -> Hook:
    """A hook with one notice to be sent; one before it is not its business."""
    call(ledger, "before", date="2021-01-05")
    made = ledger.hooks.begin("w", receiver.url, private=True)
    call(ledger, "one")
    return made


def outcomes(ledger: Ledger, at: datetime = NOW) -> list[str | None]:
    return [each.why for each in deliver(ledger.hooks, at)]


def test_a_notice_comes_signed_and_once(ledger, receiver):
    hook = hooked(ledger, receiver)
    assert outcomes(ledger) == [None]
    ((path, headers, body),) = receiver.got
    told = ledger.hits()[-1]
    assert path == "/hook?for=communique"
    assert {key: orjson.loads(body)[key] for key in ("watch", "entry", "reason", "doc", "key", "cause")} == {
        "watch": "w",
        "entry": told.entry,
        "reason": "call occurred",
        "doc": "one",
        "key": told.key,
        "cause": "added",
    }
    now = int(time.time())
    assert verified(hook.secret, headers[HEADERS.time], headers[HEADERS.signature], body, now)
    assert not verified(hook.secret, headers[HEADERS.time], headers[HEADERS.signature], body + b" ", now)
    assert not verified("other", headers[HEADERS.time], headers[HEADERS.signature], body, now)
    assert not verified(hook.secret, headers[HEADERS.time], headers[HEADERS.signature], body, now + 600)
    assert outcomes(ledger) == []
    (held,) = ledger.hooks.standing()
    assert (held.waiting, held.delivered, held.given_up, held.told) == (0, 1, 0, None)
    assert list(ledger.verify()) == []


def test_what_fails_is_tried_again_ever_later_under_the_same_key(ledger, receiver):
    hooked(ledger, receiver)
    receiver.answers = [500, 302]
    assert outcomes(ledger) == ["answered with status 500"]
    assert outcomes(ledger, NOW + timedelta(seconds=59)) == []
    assert outcomes(ledger, NOW + timedelta(seconds=60)) == ["answered with status 302"]
    assert outcomes(ledger, NOW + timedelta(minutes=4)) == []
    assert outcomes(ledger, NOW + timedelta(minutes=5)) == [None]
    assert {path for path, *_ in receiver.got} == {"/hook?for=communique"}
    assert len({headers[HEADERS.key] for _, headers, _ in receiver.got}) == 1


def test_after_so_many_attempts_it_is_given_up_and_the_next_one_is_not(ledger, receiver):
    hooked(ledger, receiver)
    receiver.answers = [503] * MOST_ATTEMPTS
    at = NOW
    for _ in range(MOST_ATTEMPTS):
        assert outcomes(ledger, at) == ["answered with status 503"]
        at += timedelta(hours=6)
    assert outcomes(ledger, at) == []
    call(ledger, "two", date="2024-01-10")
    assert outcomes(ledger, at) == [None]
    (held,) = ledger.hooks.standing()
    assert (held.waiting, held.delivered, held.given_up) == (0, 1, 1)


def test_a_program_stopped_after_sending_sends_again_under_the_same_key(ledger, receiver):
    hooked(ledger, receiver)
    (due,) = ledger.hooks.due(NOW)
    assert delivering.send(due, NOW) is None
    assert outcomes(ledger) == [None]
    one, two = (headers[HEADERS.key] for _, headers, _ in receiver.got)
    assert one == two == due.identity


def test_a_hook_that_fails_does_not_hold_up_another(ledger, receiver):
    ledger.hooks.begin("w", "http://127.0.0.1:9/", private=True)
    hooked(ledger, receiver)
    first, *second = outcomes(ledger)
    assert first
    assert second == [None]


def test_a_receiver_that_drips_is_left(ledger, receiver, monkeypatch):
    monkeypatch.setattr(delivering, "_SECONDS", 0.5)
    receiver.drips = True
    hooked(ledger, receiver)
    begun = time.monotonic()
    (why,) = outcomes(ledger)
    assert why
    assert time.monotonic() - begun < 4


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "0.0.0.0", "100.64.0.1"),
        *("224.0.0.1", "240.0.0.1", "255.255.255.255", "::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "ff02::1"),
        *("::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "2001:db8::1"),
    ],
)
def test_addresses_that_are_not_public(address):
    assert not is_public(address)


@pytest.mark.parametrize("address", ["93.184.215.14", "2606:2800:21f:cb07::1", "::ffff:93.184.215.14"])
def test_addresses_that_are(address):
    assert is_public(address)


@pytest.mark.parametrize("found", [["127.0.0.1"], ["93.184.215.14", "127.0.0.1"], ["::ffff:127.0.0.1"]])
def test_nothing_is_sent_into_private_networks_unless_told_to(tmp_path, receiver, found):
    with Ledger.open(str(tmp_path / "l"), create=True) as ledger:
        ledger.watch("w", Filter(), by="Hà")
        ledger.hooks.begin("w", f"http://news.example:{receiver.port}/")
        call(ledger, "one")
        (told,) = deliver(ledger.hooks, NOW, lambda host, port: found)
    assert "which is not public" in (told.why or "")
    assert receiver.got == []


def test_a_name_is_resolved_once_and_that_address_connected_to(tmp_path, receiver):
    asked = []

    def resolve(host: str, port: int) -> list[str]:
        asked.append(host)
        return ["127.0.0.1"] if len(asked) == 1 else []

    with Ledger.open(str(tmp_path / "l"), create=True) as ledger:
        ledger.watch("w", Filter(), by="Hà")
        ledger.hooks.begin("w", f"http://news.example:{receiver.port}/", private=True)
        call(ledger, "one")
        assert [each.why for each in deliver(ledger.hooks, NOW, resolve)] == [None]
    assert asked == ["news.example"]
    assert receiver.got[0][1]["Host"] == f"news.example:{receiver.port}"


@pytest.mark.parametrize(
    "url",
    [
        *("ftp://a.example/", "//a.example", "https://", "https://u:p@a.example/", "https://a.example/#x"),
        *("https://a b/", "http://[::1", "https://a.example:99999/", "https://a.example/\r\nX: y", ""),
    ],
)
def test_what_is_no_address_is_refused(tmp_path, url):
    with Ledger.open(str(tmp_path / "l"), create=True) as ledger:
        ledger.watch("w", Filter(), by="Hà")
        with pytest.raises(LedgerError):
            ledger.hooks.begin("w", url)
        assert ledger.hooks.standing() == ()


def test_hooks_begin_once_and_end(ledger, receiver):
    hooked(ledger, receiver)
    with pytest.raises(LedgerError, match="already"):
        ledger.hooks.begin("w", receiver.url)
    with pytest.raises(NotHeldError):
        ledger.hooks.begin("other", receiver.url)
    ledger.hooks.end("w", receiver.url)
    with pytest.raises(NotHeldError):
        ledger.hooks.end("w", receiver.url)
    assert outcomes(ledger) == []


def test_the_command_line(tmp_path, pages, receiver):  # noqa: F811
    place = str(tmp_path / "ledger.sqlite")
    run(place, "watch", "add", "all", "--kind", "contacts", "--by", "Hà")
    status, secret, told = run(place, "watch", "send", "all", receiver.url, "--private")
    assert (status, len(secret.strip())) == (0, 64)
    assert "all is sent to" in told
    receiver.answers = [500]
    status, _, told = run(place, "add", "in", "--deliver")
    assert status == 0
    assert "status 500; it will be tried again" in told
    assert "delivered 0, failed 0" in run(place, "watch", "deliver")[2]
    (held,) = orjson.loads(run(place, "watch", "deliveries", "--format", "json")[1])
    assert (held["waiting"], held["told"]) == (1, "answered with status 500")
    assert "secret" not in held
    assert "waiting" in run(place, "watch", "deliveries")[1]
    assert run(place, "watch", "unsend", "all", receiver.url)[0] == 0
    assert "sent nowhere" in run(place, "watch", "deliveries")[1]


def test_a_failure_ends_with_status_1(tmp_path, pages, receiver):  # noqa: F811
    place = str(tmp_path / "ledger.sqlite")
    run(place, "watch", "add", "all", "--by", "Hà")
    run(place, "watch", "send", "all", f"http://127.0.0.1:{receiver.port}/")
    run(place, "add", "in")
    done = CliRunner().invoke(app, ["--lang", "en", "watch", "deliver", "--ledger", place], prog_name="communique")
    assert done.exit_code == 1
    assert "which is not public" in done.stderr
    assert receiver.got == []
