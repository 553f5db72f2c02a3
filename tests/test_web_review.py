"""Review: judging in a browser and without one, in the name of who signed in, and taking it back."""

from __future__ import annotations

import re
from contextlib import AbstractContextManager

import httpx2
import pytest

from browsing import Browser, Page, Site, faults, watched
from communique.ledger import Filter, Ledger, Question, RecordKind, Verdict
from communique.people import Scope
from communique.web.judging import typed
from signing import enter, seal, signed_in, token


def first_contact(site: Site) -> str:
    """The id of a contact with a date."""
    with Ledger.open(site.ledger) as ledger:
        return next(each.id for each in ledger.entries(RecordKind.CONTACT, Question(last=1)))


def test_the_queue_can_be_read_by_all_and_judged_by_who_signs_in(peopled: Site):
    with httpx2.Client(base_url=peopled.address, headers={"accept-language": "en"}) as client:
        page = client.get("/review").text
        assert "Sign in to judge" in page
        assert 'name="seal"' not in page
        assert client.get("/review.json").json()["waiting"].keys() == {"unsure", "disputed"}
        for why in ("unsure", "disputed", "twins"):
            assert client.get(f"/review?why={why}").status_code == 200
        assert client.get("/review?after=nonsense").status_code == 400
        assert client.get("/review?why=twins&after=nonsense").status_code == 400
        assert client.get("/review?why=twins&after=contacts.eHg").status_code == 400


def test_a_queue_is_gone_through_once(peopled: Site):
    with httpx2.Client(base_url=peopled.address) as client, Ledger.open(peopled.ledger) as ledger:
        for why in ("unsure", "disputed", "twins"):
            seen: list[tuple[str, str | None]] = []
            after = ""
            while True:
                told = client.get("/review.json", params={"why": why, "after": after}).json()
                if told["entry"]:
                    seen.append((told["entry"]["id"], told["twin"] and told["twin"]["id"]))
                if told["after"] == after or not (told["entry"] or told["after"]):
                    break
                after = told["after"]
                if len(seen) > 500:
                    break
            wanted = {
                (each.entry.id, each.other.id if each.other else None) for each in ledger.doubts() if each.why == why
            }
            assert len(seen) == len(set(seen))
            assert set(seen) == wanted


def test_judging_is_written_down_with_the_name(peopled: Site):
    name = first_contact(peopled)
    with signed_in(peopled.address) as client, Ledger.open(peopled.ledger) as ledger:
        sent = {"seal": seal(client), "entry": name, "said": "correct", "field": "date", "day": "2020-02-03"}
        answer = client.post("/review/judge", data={**sent, "value": "", "then": f"/contacts/{name}"})
        assert (answer.status_code, answer.headers["location"]) == (303, f"/contacts/{name}")
        assert ledger.entry(name).edtf == "2020-02-03"
        (standing,) = ledger.judgements()
        assert (standing.judgement.by, standing.judgement.verdict) == ("Lan", Verdict.CORRECT)
        assert "2020-02-03" in client.get("/review/log").text
        assert client.get("/review/log.json").json()["judgements"][0]["by"] == "Lan"
        client.post("/review/undo", data={"seal": seal(client), "key": 1})
        assert ledger.entry(name).edtf != "2020-02-03"
        assert client.post("/review/judge", data={**sent, "seal": "x"}).status_code == 403


def test_what_cannot_be_is_said_beside_the_form(peopled: Site):
    name = first_contact(peopled)
    with signed_in(peopled.address) as client:
        sent = {"seal": seal(client), "entry": name, "said": "correct", "field": "date", "value": "<b>never</b>"}
        answer = client.post("/review/judge", data={**sent, "then": "//evil.example"})
        assert answer.status_code == 400
        assert "&lt;b&gt;never" in answer.text
        assert "evil.example" not in answer.text
        assert client.post("/review/judge", data=sent, headers={"hx-request": "true"}).status_code == 200
        for wrong, status in (
            ({"field": "evidence"}, 400),
            ({"said": "merge", "other": name}, 400),
            ({"entry": "c000"}, 404),
            ({"said": "undo"}, 400),
        ):
            assert client.post("/review/judge", data={**sent, **wrong}).status_code == status, wrong
        for key in ("1", "0", str(2**64), "9" * 30):
            assert client.post("/review/undo", data={"seal": sent["seal"], "key": key}).status_code == 400


@pytest.mark.parametrize(("scope", "status"), [(Scope.JUDGE, 303), (Scope.ADD, 403), (Scope.WATCH, 403)])
def test_a_token_judges_only_with_its_scope(peopled: Site, scope: Scope, status: int):
    sent = {"entry": first_contact(peopled), "said": "accept"}
    with httpx2.Client(base_url=peopled.address, headers=token(peopled.ledger, scope)) as client:
        assert client.post("/review/judge", data=sent).status_code == status


@pytest.mark.parametrize(
    ("kind", "field", "sent", "text"),
    [
        ("contacts", "date", {"day": ["2024-02-03"], "value": ["2024"]}, "2024-02-03"),
        ("contacts", "date", {"value": ["2024-02"]}, "2024-02"),
        ("contacts", "date", {"value": [""]}, ""),
        ("contacts", "status", {"value": ["planned"]}, "planned"),
        ("contacts", "initiator", {"value": ["Nga"]}, "RUS"),
        ("contacts", "place", {"value": ["belarus"], "city": ["Minsk"]}, '{"country":"BLR","city":"Minsk"}'),
        ("contacts", "place", {"value": [""], "city": [""]}, ""),
        ("contacts", "topics", {"value": ["arms; grain, oil;"]}, '["arms","grain, oil"]'),
        (
            "contacts",
            "participants",
            {"value": ["RUS", "Hoa Kỳ", ""], "person": ["A", "", ""], "office": ["", "president", ""]},
            '[{"code":"RUS","person":"A","office":null},{"code":"USA","person":null,"office":"president"}]',
        ),
        ("statements", "quoted", {"value": ["no"]}, "no"),
        (
            "statements",
            "speaker",
            {"value": ["RUS"], "person": [""], "office": [""]},
            '{"code":"RUS","person":null,"office":null}',
        ),
        ("agreements", "parties", {"value": ["RUS", "", "usa"]}, '["RUS","USA"]'),
        ("agreements", "name", {"value": ['"New START"']}, '"\\"New START\\""'),
    ],
)
def test_what_a_form_sends_is_what_the_ledger_takes(kind: str, field: str, sent: dict[str, list[str]], text: str):
    assert typed(RecordKind(kind), field, sent) == text


def opened(chromium: Browser, site: Site, **how: object) -> AbstractContextManager[Page]:
    """A page for somebody to sign in on."""
    return watched(chromium, site, **how)  # type: ignore[arg-type]


def test_correcting_a_date_and_taking_it_back_in_a_browser(chromium: Browser, peopled: Site):
    name = first_contact(peopled)
    with opened(chromium, peopled) as page, Ledger.open(peopled.ledger) as ledger:
        before = ledger.entry(name).edtf
        enter(page, f"/review?entry={name}")
        page.get_by_label("Day").first.fill("2020-02-03")
        page.get_by_role("button", name="Save Date").click()
        page.get_by_text("Judgement 1 is kept").wait_for()
        assert ledger.entry(name).edtf == "2020-02-03"
        page.keyboard.press("u")
        page.get_by_text("Judgement 1 is kept").wait_for(state="detached")
        assert ledger.entry(name).edtf == before


def test_review_by_keyboard_alone_in_vietnamese_on_a_phone(chromium: Browser, peopled: Site):
    with opened(chromium, peopled, width=375, language="vi") as page, Ledger.open(peopled.ledger) as ledger:
        enter(page, "/review?why=twins")
        page.goto("/review")
        first = page.locator("section.evidence h2").first.inner_text()
        page.keyboard.press("j")
        page.wait_for_url(re.compile("after="))
        assert page.locator("section.evidence h2").first.inner_text() != first
        page.keyboard.press("k")
        page.wait_for_url(lambda url: "after=" not in url)
        page.get_by_role("heading", level=2).first.wait_for()
        page.keyboard.press("c")
        page.keyboard.type("ar")
        assert not list(ledger.judgements())
        page.keyboard.press("Escape")
        page.keyboard.press("a")
        page.get_by_text("Đã ghi nhận định 1: nhận").wait_for()
        page.keyboard.press("r")
        page.get_by_text("Đã ghi nhận định 2: bác").wait_for()
        page.keyboard.press("u")
        page.get_by_text("Đã ghi nhận định 1: nhận").wait_for()
        assert [each.judgement.verdict for each in ledger.judgements()] == ["accept", "reject", "undo"]
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("width", [1280, 375])
def test_the_pages_of_who_has_signed_in_can_be_used_by_everyone(chromium: Browser, peopled: Site, width: int):
    name = first_contact(peopled)
    with Ledger.open(peopled.ledger) as ledger:
        ledger.accept(name, by="Lan")
        ledger.watch("w", Filter(), by="Lan")
    with opened(chromium, peopled, width=width) as page:
        enter(page, "/add")
        mine = (
            "/review",
            "/review?why=twins",
            f"/contacts/{name}",
            "/review/log",
            "/add",
            "/watches?days=9",
            "/watches/w",
            "/account",
        )
        for path in mine:
            page.goto(path)
            page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })")
            assert faults(page) == [], path
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
