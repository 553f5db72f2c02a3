"""Watches in the browser: tried, set up, told, ended; their feeds, also for readers that only ask for an address."""

from __future__ import annotations

import re

import feedparser
import httpx2
import pytest

from browsing import Browser, Site, watched
from communique.ledger import Filter, Ledger, Level, RecordKind
from communique.people import Scope
from handmade import CALL, article, contact, full, reading
from signing import enter, seal, signed_in, token

HOSTILE = "<b>Ván & cờ</b>"


def test_a_watch_is_tried_set_up_told_and_ended(peopled: Site):
    with signed_in(peopled.address) as client, Ledger.open(peopled.ledger) as ledger:
        asked = {"of": "contacts:call", "actor": ["Nga", ""], "level": "", "sure": "0.5", "ends": "", "days": 3650}
        tried = client.get("/watches.json", params=asked).json()["tried"]
        calls = {each.id for each in ledger.entries(RecordKind.CONTACT) if each.record.kind == "call"}  # type: ignore[union-attr]
        assert tried
        assert {each["entry"] for each in tried} <= calls
        form = {**asked, "seal": seal(client), "name": HOSTILE}
        answer = client.post("/watches", data=form)
        assert answer.status_code == 303
        (held,) = ledger.watches()
        assert held.wanted == Filter(RecordKind.CONTACT, ("RUS",), None, "call", 0.5)
        assert (held.name, held.by) == (HOSTILE, "Lan")
        assert client.post("/watches", data=form).status_code == 400
        ledger.watch("all", Filter(), by="Lan")
        ledger.add(*full("new.txt"))
        page = client.get("/watches/all")
        assert "new.txt" in page.text
        assert client.get("/watches/all.json").json()["notices"]
        parsed = feedparser.parse(client.get("/watches/all.atom").content)
        assert not parsed.bozo
        assert parsed.entries
        assert "<b>Ván" not in client.get("/watches").text
        assert "<b>Ván" not in client.get(answer.headers["location"]).text
        assert feedparser.parse(client.get(f"{answer.headers['location']}.atom").content).feed.title.endswith(HOSTILE)
        client.post("/watches/end", data={"seal": seal(client), "name": "all"})
        assert [each.name for each in ledger.watches()] == [HOSTILE]
        assert client.get("/watches/all").status_code == 404
        with ledger.asking() as connection:
            assert connection.exec_driver_sql("SELECT ended_by FROM watches WHERE name = 'all'").scalar() == "Lan"


@pytest.mark.parametrize(
    "wrong", [{"of": "nonsense"}, {"of": "contacts:signed"}, {"level": "x"}, {"sure": "many"}, {"sure": "nan"}]
)
def test_what_is_no_filter_is_refused(peopled: Site, wrong: dict[str, str]):
    with httpx2.Client(base_url=peopled.address) as client:
        assert client.get("/watches", params={"days": 9, **wrong}).status_code == 400


@pytest.mark.parametrize(("scope", "status"), [(Scope.WATCH, 303), (Scope.JUDGE, 403), (Scope.READ, 403)])
def test_a_token_watches_only_with_its_scope(peopled: Site, scope: Scope, status: int):
    with httpx2.Client(base_url=peopled.address, headers=token(peopled.ledger, scope)) as client:
        assert client.post("/watches", data={"name": "w"}).status_code == status


def test_what_has_become_one_entry_is_once_in_a_feed(own_site: Site):
    with Ledger.open(own_site.ledger) as ledger:
        ledger.watch("all", Filter(RecordKind.CONTACT), by="Lan")
        for doc, day in (("one", "2023-06-25"), ("two", "2023-08-01")):
            page = article(doc, CALL)
            ledger.add(page, reading(page, contacts=(contact(page, date=day),)))
        one, two = (each.entry for each in ledger.hits())
        ledger.merge(one, two, by="Lan")
    (told,) = feedparser.parse(httpx2.get(f"{own_site.address}/watches/all.atom").content).entries
    assert "Tin one" in told.summary
    assert "Tin two" in told.summary


def test_a_feed_is_read_with_a_token_in_its_address_that_opens_nothing_else(closed: Site):
    with Ledger.open(closed.ledger) as ledger:
        ledger.watch("a b", Filter(level=Level.DEFENCE), by="Lan")
    with signed_in(closed.address) as client:
        page = client.post("/watches/feed", data={"seal": seal(client), "name": "a b"})
        assert page.headers["cache-control"] == "no-store"
        found = re.search(r"/watches/a%20b\.atom\?token=(cq_[\w-]+)", page.text)
        assert found
    with httpx2.Client(base_url=closed.address) as reader:
        query = {"token": found[1]}
        answer = reader.get("/watches/a b.atom", params=query)
        assert (answer.status_code, answer.headers["cache-control"]) == (200, "private, no-store")
        assert reader.get("/watches/a b.atom").status_code == 401
        for path in ("/", "/watches/a b", "/watches/../RUS", "/watches/"):
            assert reader.get(path, params=query).headers["location"].startswith("/sign-in?"), path
        assert reader.get("/watches/a b.json", params=query).status_code == 401
        assert reader.get("/api/v1/watches", params=query).status_code == 401
        strong = token(closed.ledger, Scope.JUDGE)["authorization"].removeprefix("Bearer ")
        assert reader.get("/watches/a b.atom", params={"token": strong}).status_code == 401
        assert reader.post("/watches/x.atom", params=query).status_code == 405


def test_a_watch_is_sent_to_an_address_and_never_into_this_network(peopled: Site):
    with signed_in(peopled.address) as client, Ledger.open(peopled.ledger) as ledger:
        ledger.watch("w", Filter(), by="Lan")
        sent = {"seal": seal(client), "name": "w", "url": "https://hooks.example.org/a"}
        page = client.post("/watches/send", data=sent)
        (hook,) = ledger.hooks.standing()
        assert hook.secret in page.text
        assert not hook.private
        assert hook.secret not in client.get("/watches/w").text
        assert client.post("/watches/send", data={**sent, "url": "file:///etc/passwd"}).status_code == 400
        client.post("/watches/unsend", data=sent)
        assert ledger.hooks.standing() == ()


def test_trying_and_setting_up_on_a_phone_in_vietnamese(chromium: Browser, peopled: Site):
    with watched(chromium, peopled, width=375, language="vi") as page:
        enter(page, "/watches")
        page.get_by_label("Chờ gì").select_option("contacts")
        page.get_by_label("Số ngày gần đây").fill("3650")
        page.get_by_role("button", name="Thử").click()
        page.get_by_role("heading", name=re.compile("nó đã báo")).wait_for()
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        page.get_by_label("Tên", exact=True).fill("tiếp xúc")
        page.get_by_role("button", name="Lập mục này").click()
        page.get_by_role("heading", level=1, name="tiếp xúc").wait_for()
