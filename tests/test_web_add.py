"""Adding in the browser: what is read is shown first; what cannot be read is said and set aside."""

from __future__ import annotations

import gzip
import re
import time
from collections.abc import Iterator
from importlib.resources import files

import httpx2
import pytest

from browsing import Browser, Site, watched
from communique.errors import NotHeldError, SourceError
from communique.ledger import Ledger, RecordKind
from communique.people import Scope
from communique.readers import Read
from communique.sources import Document, Failure, read_upload
from communique.web.adding import FullError, Jobs, Stage
from communique.web.adding import jobs as adding
from signing import account, enter, seal, signed_in, token

TEXT = """Bộ trưởng Quốc phòng Nga điện đàm với người đồng cấp Belarus

Ngày 3/12/2024, Bộ trưởng Quốc phòng Nga Andrei Belousov đã điện đàm với người đồng cấp Belarus Viktor Khrenin về \
cuộc tập trận chung.
"""
WAIT = 150.0


def rested(client: httpx2.Client, address: str, stage: str) -> dict[str, object]:
    """A job when it has come to a stage."""
    until = time.monotonic() + WAIT
    while time.monotonic() < until:
        told: dict[str, object] = client.get(f"{address}.json").json()
        if told["stage"] == stage:
            return told
        time.sleep(0.2)
    raise AssertionError(f"{address} never came to {stage}")


def test_a_text_and_files_are_shown_then_added(peopled: Site):
    sample = files("communique") / "sample"
    page = next(each for each in sorted(sample.iterdir(), key=str) if each.name.endswith(".html")).read_bytes()
    sent = [
        ("files", ("../../etc/một.html", page, "text/html")),
        ("files", ("b.txt.gz", gzip.compress(TEXT.replace("Belarus", "Iran").encode("utf-16")), "application/gzip")),
        ("files", ("empty.txt", b" ", "text/plain")),
        ("files", ("two.jsonl", b'{"doc":"x<script>","text":"M\xe1\xbb\x99t b\xc3\xa0i."}\nnonsense\n', "text/plain")),
    ]
    with signed_in(peopled.address) as client, Ledger.open(peopled.ledger) as ledger:
        before = ledger.count().documents
        form = {
            "seal": seal(client),
            "text": TEXT.replace("\n", "\r\n"),
            "outlet": "Báo Thử",
            "published": "2024-12-04",
        }
        answer = client.post("/add", data={**form, "url": "https://example.org/a"}, files=sent)
        assert answer.status_code == 303, answer.text
        address = answer.headers["location"]
        told = rested(client, address, "read")
        docs = {str(each["doc"]): each for each in told["documents"]}  # type: ignore[attr-defined]
        assert {"một.html", "b.txt.gz", "empty.txt", "x<script>", "two.jsonl:2"} < docs.keys()
        assert "empty" in str(docs["empty.txt"]["problem"])
        assert ledger.count().documents == before
        shown = client.get(address).text
        assert "<mark>" in shown
        assert "x&lt;script&gt;" in shown
        client.post(address, data={"seal": seal(client), "leave": "1"})
        rested(client, address, "done")
        assert ledger.count().documents == before + 3
        assert {each.doc for each in ledger.listed_aside()} == {"empty.txt", "two.jsonl:2"}
        (pasted,) = (each for each in docs if each.startswith("pasted/"))
        filed = ledger.filed(pasted)
        assert (filed.text, filed.origin.outlet, filed.origin.url) == (TEXT, "Báo Thử", "https://example.org/a")
        assert any(each.kind is RecordKind.CONTACT for each in filed.entries)
        with ledger.asking() as connection:
            rows = connection.exec_driver_sql("SELECT DISTINCT by, outcome FROM additions").all()
        assert [tuple(each) for each in rows] == [("Lan", "added")]
        client.post(address, data={"seal": seal(client)})
        assert ledger.count().documents == before + 3


def test_nobody_else_sees_a_job(peopled: Site):
    account(peopled.ledger, "Minh")
    with signed_in(peopled.address) as client, signed_in(peopled.address, "Minh") as other:
        address = client.post("/add", data={"seal": seal(client), "text": TEXT}).headers["location"]
        assert other.get(address).status_code == 404
        assert other.get(f"{address}/events").status_code == 404
        assert other.post(address, data={"seal": seal(other)}).status_code == 404
    with httpx2.Client(base_url=peopled.address) as stranger:
        assert stranger.get(address).status_code == 303
        assert stranger.get("/add.json").json() == {"jobs": []}


@pytest.mark.parametrize(("scope", "status"), [(Scope.ADD, 303), (Scope.JUDGE, 403), (Scope.READ, 403)])
def test_a_token_adds_only_with_its_scope(peopled: Site, scope: Scope, status: int):
    with httpx2.Client(base_url=peopled.address, headers=token(peopled.ledger, scope)) as client:
        assert client.post("/add", data={"text": ""}).status_code == status


@pytest.mark.parametrize(
    "wrong", [{"url": "javascript:alert(1)"}, {"published": "0001-01-01"}, {"published": "9999-12-31"}]
)
def test_what_no_article_can_have_is_refused(peopled: Site, wrong: dict[str, str]):
    with signed_in(peopled.address) as client:
        form = {"seal": seal(client), "text": TEXT, **wrong}
        assert client.post("/add", data=form).status_code == 400


def test_what_unpacks_to_too_much_is_given_up():
    bomb = gzip.compress(b"x" * (65 * 1024 * 1024))
    (found,) = read_upload("bomb.txt.gz", bomb)
    assert isinstance(found, Failure)
    lines = gzip.compress((b'{"text":"' + b"x" * 1_000_000 + b'"}\n') * 70)
    assert any(isinstance(each, Failure) and "MiB" in each.reason for each in read_upload("bomb.jsonl.gz", lines))


class Stuck:
    """Reads nothing until it is let go; fails on a document called bad."""

    def __init__(self) -> None:
        import threading

        self.go = threading.Event()

    def read(self, document: Document) -> Read:
        from communique.article import read_article
        from communique.extraction import read

        self.go.wait(WAIT)
        if document.doc == "bad":
            raise SourceError("it took longer than it may")
        article = read_article(document)
        return Read(article, read(article))


def test_a_fault_of_the_program_is_said_and_logged(tmp_path, caplog: pytest.LogCaptureFixture):
    def failing() -> Iterator[Document]:
        yield Document("good", TEXT)
        raise ZeroDivisionError

    with Ledger.open(str(tmp_path / "ledger.sqlite"), create=True) as ledger:
        reader = Stuck()
        reader.go.set()
        jobs = Jobs(ledger, reader)  # type: ignore[arg-type]
        job = jobs.begin("Lan", failing())
        assert job.rested.wait(WAIT)
        jobs.close()
    assert [each.problem for each in job.items] == [None, "the program failed: ZeroDivisionError: "]
    assert [record.levelname for record in caplog.records] == ["ERROR"]


def test_jobs_wait_for_one_another_and_one_failure_stops_nothing(tmp_path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(adding, "LONGEST", 1000)
    with Ledger.open(str(tmp_path / "ledger.sqlite"), create=True) as ledger:
        stuck = Stuck()
        jobs = Jobs(ledger, stuck)  # type: ignore[arg-type]
        given = [Document("bad", TEXT), Document("good", TEXT), Document("long", TEXT * 9), Failure("f", "f:1", "no")]
        first = jobs.begin("Lan", given)
        jobs.begin("Lan", [])
        jobs.begin("Lan", [])
        with pytest.raises(FullError):
            jobs.begin("Lan", [])
        jobs.begin("Minh", [])
        with pytest.raises(NotHeldError):
            jobs.job(first.id, "Minh")
        jobs.add(first)
        assert first.stage is Stage.READING
        stuck.go.set()
        assert first.rested.wait(WAIT)
        problems = {each.doc: each.problem for each in first.items}
        assert problems == {
            "bad": "it took longer than it may",
            "good": None,
            "long": "longer than 1,000 characters",
            "f": "no",
        }
        jobs.add(first)
        assert first.rested.wait(WAIT)
        assert list(ledger.docs()) == ["good"]
        assert len(ledger.listed_aside()) == 3
        jobs.close()


@pytest.mark.parametrize(("language", "width"), [("en", 1280), ("vi", 375)])
def test_pasting_an_article_and_adding_it_in_a_browser(chromium: Browser, peopled: Site, language: str, width: int):
    say = {"en": ("Read", "Add to the ledger", "Added"), "vi": ("Đọc", "Thêm vào sổ", "Đã thêm")}[language]
    with watched(chromium, peopled, language=language, width=width) as page:
        page.set_default_timeout(WAIT * 1000)
        enter(page, "/add")
        page.locator("textarea").fill(TEXT)
        page.get_by_role("button", name=say[0], exact=True).click()
        page.get_by_role("button", name=say[1]).wait_for()
        assert "Belousov" in page.locator(".found blockquote").first.inner_text()
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        page.get_by_role("button", name=say[1]).click()
        page.get_by_role("heading", level=1, name=re.compile(f"^{say[2]}$")).wait_for()
    with Ledger.open(peopled.ledger) as ledger:
        assert any(each.startswith("pasted/") for each in ledger.docs())
