"""The API: what it answers is what the program prints; what it refuses, and how. Asked by its own client."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice

import httpx2
import orjson
import pytest
from jsonschema import Draft202012Validator
from pydantic import TypeAdapter

from browsing import Site
from communique import elements
from communique.client import Client
from communique.errors import RefusedError, UnreachableError
from communique.export import answers, element, found
from communique.ledger import Asked, Filter, Ledger, Question, RecordKind
from communique.lookup import explain
from communique.people import People, Scope
from communique.web.api.answering import cursor

LISTS = [kind.value for kind in RecordKind]
KEYED = ("documents", "judgements", "notices")
NO_KEYS = (True, -1, 1.5, 2**63, "1", None)
AUSTIN = (
    "Ngày 13/5/2022, Bộ trưởng Quốc phòng Mỹ Lloyd Austin đã điện đàm với người đồng cấp Nga Sergei Shoigu, "
    "lần đầu tiên kể từ khi xung đột bùng phát."
)


@pytest.fixture(scope="module")
def ledger(sample_ledger) -> Iterator[Ledger]:
    with Ledger.open(str(sample_ledger)) as opened:
        yield opened


@pytest.fixture(scope="module")
def client(site: Site) -> Iterator[Client]:
    with Client(site.address, timeout=60) as made:
        yield made


@pytest.fixture(scope="module")
def http(site: Site) -> Iterator[httpx2.Client]:
    with httpx2.Client(base_url=f"{site.address}/api/v1", timeout=60) as made:
        yield made


def test_every_element_is_as_its_model_says(ledger: Ledger):
    """What export writes, the models read, and write again as it was."""
    some: list[tuple[object, object]] = []
    for kind in RecordKind:
        some += [(elements.Entry, element.element(each)) for each in ledger.entries(kind)]
    contacts = [each.id for each in ledger.entries(RecordKind.CONTACT)]
    some += [(elements.Accounts, answers.accounts_element(ledger.accounts(each))) for each in contacts]
    some += [(elements.Channel, element.channel_element(each)) for each in ledger.channels()]
    some += [(elements.Instrument, answers.life_element(each)) for each in ledger.lives()]
    some += [(elements.Claim, answers.claim_element(each)) for each in ledger.claims()]
    some += [(elements.Document, found.document_element(ledger.filed(each))) for each in ledger.docs()]
    some += [(elements.Hit, found.hit_element(each)) for each in ledger.search(Asked("điện đàm"))]
    some += [(elements.Explanation, found.explanation_element(explain("Ngoại trưởng Nga Lavrov và Blinken")))]
    for form, written in some:
        adapter: TypeAdapter[object] = TypeAdapter(form)
        text = orjson.dumps(written)
        again = adapter.dump_json(adapter.validate_json(text, strict=True)).replace(b'Z"', b'+00:00"')
        assert orjson.loads(again) == orjson.loads(text)


@pytest.mark.parametrize("kind", list(RecordKind))
def test_a_list_is_the_ledgers_in_pages(http: httpx2.Client, ledger: Ledger, kind: RecordKind):
    given, address = [], f"/{kind.value}?limit=3&order=oldest"
    while address:
        answer = http.get(address)
        given += answer.json()["items"]
        address = (answer.json()["next"] or "").removeprefix("/api/v1")
        assert answer.headers.get("link", "") == (f'</api/v1{address}>; rel="next"' if address else "")
    held = {each.id: orjson.loads(orjson.dumps(element.element(each))) for each in ledger.entries(kind)}
    assert {each["id"]: each for each in given} == held
    days = [each["earliest"] or "9" for each in given]
    assert days == sorted(days)


def test_filters_are_those_of_the_command_line(client: Client, ledger: Ledger):
    asked = Question(actors=("RUS", "USA"), what="call", min_confidence=0.6)
    held = [each.id for each in ledger.entries(RecordKind.CONTACT, asked)]
    assert held
    given = client.contacts(between=("Nga", "usa"), kind="call", min_confidence=0.6, order="oldest")
    assert [each.id for each in given] == held
    assert {each.date[:7] for each in client.contacts(since="2022-05", until="2022-05") if each.date} == {"2022-05"}


def test_an_entry_comes_with_the_words_it_rests_on(client: Client):
    contact = next(client.contacts(between=("RUS", "USA")))
    assert client.entry("contacts", contact.id) == contact
    for report in contact.reports:
        text = client.document(report.doc).text
        assert text[report.start : report.end] == report.evidence


ANSWERS: list[Callable[[Client], object]] = [
    lambda client: client.dyad("USA", "RUS", as_of="2022"),
    lambda client: list(client.channels(between=("RUS", "USA"))),
    lambda client: list(client.channels(as_of="2018-12")),
    lambda client: list(client.instruments()),
    lambda client: list(client.claims()),
    lambda client: list(client.documents()),
    lambda client: client.search("dien dam", kind="articles"),
    lambda client: client.accounts(next(client.contacts()).id),
    lambda client: client.explain("Ngoại trưởng Nga"),
]


@pytest.mark.parametrize("ask", ANSWERS)
def test_the_client_reads_every_answer(client: Client, ask: Callable[[Client], object]):
    assert ask(client)


def test_the_client_reads_lists_that_hold_nothing(client: Client):
    assert [*client.judgements(), *client.watches(), *client.notices()] == []


def test_a_text_is_read_and_not_kept(client: Client):
    reading = client.extract(text=AUSTIN, outlet="Thời Cuộc")
    assert [each.kind for each in reading.contacts] == ["call"]
    assert reading.contacts[0].evidence in AUSTIN
    assert reading.doc not in {each.doc for each in client.documents()}


@pytest.mark.parametrize(
    ("path", "status", "name"),
    [
        ("/contacts?nonsense=1", 400, "nonsense"),
        ("/contacts?limit=1&limit=2", 400, "limit"),
        ("/contacts?limit=0", 422, "limit"),
        ("/contacts?since=tomorrow", 422, "since"),
        ("/contacts?since=2022-02-30", 422, "since"),
        ("/contacts?kind=dinner", 422, "kind"),
        ("/contacts?after=bm8", 404, "after"),
        ("/channels?after=bm8", 404, "after"),
        *(
            (f"/{name}?after={cursor(key)}", 404, "after")
            for name in KEYED
            for key in (True, -1, 1.5, 2**63, "1", None)
        ),
        ("/contacts/c0123456789abcdef", 404, ""),
        ("/documents/nothing", 404, ""),
        ("/nowhere", 404, ""),
    ],
)
def test_a_refusal_is_a_problem_that_says_where(http: httpx2.Client, path: str, status: int, name: str):
    answer = http.get(path)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    problem = elements.Problem.model_validate_json(answer.content)
    assert problem.status == status
    assert [each.name for each in problem.errors] == ([name] if name else [])


def test_a_method_that_is_not_there_names_those_that_are(http: httpx2.Client):
    answer = http.put("/judgements")
    assert answer.status_code == 405
    assert answer.headers["allow"] == "GET, HEAD, POST"


def test_too_much_is_not_read_to_its_end(http: httpx2.Client):
    assert http.post("/extract", content=b" " * 5_000_000).status_code == 413
    chunks = (b" " * 1_000_000 for _ in range(5))
    assert http.post("/extract", content=chunks).status_code == 413


@pytest.mark.parametrize(
    ("method", "path"),
    [("POST", "/judgements"), ("POST", "/watches"), ("POST", "/documents"), ("DELETE", "/watches/x")],
)
def test_writing_needs_a_token(http: httpx2.Client, method: str, path: str):
    for headers in ({}, {"authorization": "Bearer wrong"}):
        body = {"verdict": "accept", "entry": "c0123456789abcdef", "name": "x", "text": "x"}
        answer = http.request(method, path, json=body, headers=headers)
        assert answer.status_code == 401
        assert answer.headers["www-authenticate"].startswith("Bearer")


def test_what_has_not_changed_is_not_sent_again(http: httpx2.Client):
    first = http.get("/contacts")
    again = http.get("/contacts", headers={"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_the_client_says_what_went_wrong(client: Client):
    with pytest.raises(RefusedError, match="no entry") as refused:
        client.entry("contacts", "c0123456789abcdef")
    assert refused.value.status == 404
    with pytest.raises(UnreachableError), Client("http://127.0.0.1:9") as nobody:
        next(nobody.contacts())


@pytest.mark.parametrize("status", [404, 502, 520, 599])
def test_what_is_no_answer_of_the_program_is_a_refusal_by_its_status(status: int):
    before = httpx2.MockTransport(lambda _: httpx2.Response(status, text="<h1>no</h1>"))
    with Client(transport=before) as client, pytest.raises(RefusedError, match=str(status)) as refused:
        client.explain("Nga")
    assert refused.value.status == status


def test_the_description_is_openapi_with_examples_that_hold(http: httpx2.Client):
    described = http.get("/openapi.json").json()
    assert described["openapi"].startswith("3.1")
    schemas = described["components"]["schemas"]
    shown = {name: schema["examples"] for name, schema in schemas.items() if "examples" in schema}
    assert {"Contact", "Channel", "Document", "Judgement", "Watch", "Reading"} <= shown.keys()
    for name, examples in shown.items():
        whole = {"$ref": f"#/components/schemas/{name}", "components": {"schemas": schemas}}
        for example in examples:
            Draft202012Validator(whole).validate(example)
    operations = [each for methods in described["paths"].values() for each in methods.values()]
    assert all(each["description"] and each["tags"] for each in operations)
    assert len({each["operationId"] for each in operations}) == len(operations)


def test_pages_are_asked_for_as_they_are_read(client: Client):
    assert len(list(islice(client.documents(), 2))) == 2


@pytest.fixture
def writer(own_site: Site) -> Iterator[Client]:
    """A client with a token that may do everything, over a ledger of its own."""
    with Ledger.open(own_site.ledger) as ledger:
        people = People(ledger)
        people.add("Lan", "a long sentence nobody guesses")
        token = people.give_token("Lan", Scope)
    with Client(own_site.address, token=token, timeout=60) as made:
        yield made


def test_what_is_said_over_the_api_stays_and_can_be_taken_back(writer: Client):
    call = next(writer.contacts(kind="call"))
    said = writer.judge(elements.Correct(verdict="correct", entry=call.id, field="date", value="2022-05-14"))
    assert (said.by, said.verdict, said.value) == ("Lan", "correct", "2022-05-14")
    assert writer.entry("contacts", call.id).date == "2022-05-14"
    writer.judge(elements.Undo(verdict="undo", key=said.key))
    assert writer.entry("contacts", call.id).date == call.date
    assert [each.bearing.value for each in writer.judgements()] == ["undone", "holds"]
    with pytest.raises(RefusedError) as refused:
        writer.judge(elements.Correct(verdict="correct", entry=call.id, field="date", value="last Tuesday"))
    assert refused.value.status == 409


def test_a_watch_tells_of_what_is_added(writer: Client, own_site: Site):
    writer.watch(elements.NewWatch(name="Moscow and Washington", kind="contacts", actors=("rus", "USA")))
    assert [each.actors for each in writer.watches()] == [("RUS", "USA")]
    stored = writer.add(text=AUSTIN.replace("2022", "2021"), outlet="Thời Cuộc", published="2021-05-13")
    assert (stored.outcome, stored.records) == ("added", 1)
    assert writer.add(text=AUSTIN.replace("2022", "2021"), outlet="Thời Cuộc", published="2021-05-13").outcome == (
        "unchanged"
    )
    (notice,) = writer.notices(watch="Moscow and Washington")
    for path, form in (("watches", elements.Watch), ("notices", elements.Notice)):
        raw = httpx2.get(f"{own_site.address}/api/v1/{path}").content
        assert TypeAdapter(elements.Page[form]).validate_json(raw).items
    assert (notice.doc, notice.reason) == (stored.doc, "call occurred")
    assert writer.document(stored.doc).outlet == "Thời Cuộc"
    writer.unwatch("Moscow and Washington")
    assert not list(writer.watches())


def test_a_watch_made_elsewhere_may_have_a_slash_in_its_name(writer: Client, own_site: Site):
    with Ledger.open(own_site.ledger) as ledger:
        ledger.watch("Moscow/Washington", Filter(actors=("RUS", "USA")), by="desk")
    assert httpx2.get(f"{own_site.address}/api/v1/watches/Moscow%2FWashington").json()["name"] == "Moscow/Washington"
    writer.unwatch("Moscow/Washington")
    assert not list(writer.watches())


def test_a_token_is_good_for_its_scopes_only(own_site: Site):
    with Ledger.open(own_site.ledger) as ledger:
        people = People(ledger)
        people.add("Minh", "a long sentence nobody guesses")
        token = people.give_token("Minh", [Scope.WATCH])
    with Client(own_site.address, token=token) as client, pytest.raises(RefusedError) as refused:
        client.judge(elements.Accept(verdict="accept", entry=next(client.contacts()).id))
    assert refused.value.status == 403
