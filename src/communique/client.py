"""A ledger that somebody serves, asked from Python over its API.

    from communique.client import Client

    with Client("http://127.0.0.1:8000") as ledger:
        for contact in ledger.contacts(between=("RUS", "USA"), since="2022"):
            print(contact.date, contact.kind.value, contact.reports[0].evidence)

Answers are the values of `communique.elements`; lists are asked for a page at a time, as they are read. Methods raise
UnreachableError where no server answers, and RefusedError, with the status and what was wrong, where it says no.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from types import TracebackType
from typing import Any, Literal, Self, TypedDict, TypeVar, Unpack, cast
from urllib.parse import quote

import httpx2
import orjson
from pydantic import BaseModel, TypeAdapter, ValidationError

from communique import elements
from communique.errors import RefusedError, ServiceError, UnreachableError
from communique.interchange import loads
from communique.records import Reading

__all__ = ["Client"]

T = TypeVar("T")

Day = date | str
"""A day; as text also a month (2022-05) or a year (2022)."""

List = Literal["contacts", "statements", "agreements", "states", "actions"]


class Filters(TypedDict, total=False):
    """What entries must be; every part that is given must hold."""

    between: tuple[str, str]
    actor: str
    since: Day
    until: Day
    kind: str
    min_confidence: float
    rejected: bool
    order: Literal["newest", "oldest"]


class Of(TypedDict, total=False):
    """Whom it is about."""

    between: tuple[str, str]
    actor: str


class Known(TypedDict, total=False):
    """What is known of a text or page that is sent."""

    doc: str
    outlet: str
    url: str
    published: Day


class Client:
    """A server by its address; `token` for what needs one; `timeout` in seconds, for each answer."""

    def __init__(
        self,
        address: str = "http://127.0.0.1:8000",
        *,
        token: str | None = None,
        timeout: float = 30.0,
        transport: httpx2.BaseTransport | None = None,
    ) -> None:
        headers = {"authorization": f"Bearer {token}"} if token else {}
        self._http = httpx2.Client(
            base_url=address.rstrip("/"), headers=headers, timeout=timeout, transport=transport, follow_redirects=False
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the connection."""
        self._http.close()

    def contacts(self, **filters: Unpack[Filters]) -> Iterator[elements.Contact]:
        """Who talked to whom, the newest first; undated ones last. So are the lists below."""
        return self._items(elements.Contact, "contacts", filters)

    def statements(self, **filters: Unpack[Filters]) -> Iterator[elements.Statement]:
        """Who said what about whom."""
        return self._items(elements.Statement, "statements", filters)

    def agreements(self, **filters: Unpack[Filters]) -> Iterator[elements.Agreement]:
        """What happened to agreements."""
        return self._items(elements.Agreement, "agreements", filters)

    def states(self, **filters: Unpack[Filters]) -> Iterator[elements.State]:
        """How channels and relations stand."""
        return self._items(elements.State, "states", filters)

    def actions(self, **filters: Unpack[Filters]) -> Iterator[elements.Action]:
        """Material acts across borders."""
        return self._items(elements.Action, "actions", filters)

    def entry(self, of: List, id_: str) -> elements.Entry:
        """The entry of an id, or of the id of any of its reports."""
        form: type[elements.Entry] = cast(Any, elements.Entry)
        return self._one(form, f"{of}/{quote(id_, safe='')}")

    def accounts(self, contact: str) -> elements.Accounts:
        """What each side says of a contact, by its id."""
        return self._one(elements.Accounts, f"contacts/{quote(contact, safe='')}/accounts")

    def channels(self, *, as_of: Day | None = None, **of: Unpack[Of]) -> Iterator[elements.Channel]:
        """Every dyad and level with its last contact and state, as of a day (default: the last the ledger knows)."""
        return self._items(elements.Channel, "channels", {**of, "as_of": as_of})

    def dyad(self, one: str, other: str, *, as_of: Day | None = None) -> elements.Dyad:
        """Two actors: their channels, and how much happens between them."""
        return self._one(elements.Dyad, f"dyads/{quote(one, safe='')}/{quote(other, safe='')}", {"as_of": as_of})

    def instruments(self, *, as_of: Day | None = None, **of: Unpack[Of]) -> Iterator[elements.Instrument]:
        """What became of every agreement, and how it stands."""
        return self._items(elements.Instrument, "instruments", {**of, "as_of": as_of})

    def claims(self, **of: Unpack[Of]) -> Iterator[elements.Claim]:
        """Which contacts are said to be the first since some time, and whether the ledger bears that out."""
        return self._items(elements.Claim, "claims", of)

    def search(self, words: str, *, limit: int = 20, **filters: Unpack[Filters]) -> tuple[elements.Hit, ...]:
        """Articles and entries that hold these words, best first; `kind` is a list, or articles."""
        return tuple(self._items(elements.Hit, "search", {**filters, "q": words, "limit": limit}))

    def documents(self) -> Iterator[elements.DocumentSummary]:
        """All documents, those read last first."""
        return self._items(elements.DocumentSummary, "documents", {})

    def document(self, doc: str) -> elements.Document:
        """One document with its text and entries, by its name."""
        return self._one(elements.Document, f"documents/{quote(doc, safe='')}")

    def explain(self, form: str, *, on: date | None = None) -> elements.Explanation:
        """How a written form is resolved, and why."""
        return self._one(elements.Explanation, "knowledge/explain", {"form": form, "on": on})

    def extract(self, *, text: str | None = None, html: str | None = None, **known: Unpack[Known]) -> Reading:
        """The reading of a text or page, which is not kept."""
        return loads(self._ask("POST", "extract", body={"text": text, "html": html, **known}).content)

    def add(self, *, text: str | None = None, html: str | None = None, **known: Unpack[Known]) -> elements.Stored:
        """Read a text or page and keep it. Needs a token of the scope `add`."""
        sent = {"text": text, "html": html, **known}
        return _value(elements.Stored, self._ask("POST", "documents", body=sent).content)

    def judgements(self, *, disagreements: bool = False) -> Iterator[elements.Judgement]:
        """All that people have said, in order."""
        return self._items(elements.Judgement, "judgements", {"disagreements": disagreements or None})

    def judge(self, said: elements.NewJudgement) -> elements.Judgement:
        """Accept, Reject, Correct, Merge, Split or Undo. Needs a token of the scope `judge`."""
        return _value(elements.Judgement, self._ask("POST", "judgements", body=said).content)

    def watches(self) -> Iterator[elements.Watch]:
        """The watches that have not ended."""
        return self._items(elements.Watch, "watches", {})

    def watch(self, wanted: elements.NewWatch) -> elements.Watch:
        """Set up a watch. Needs a token of the scope `watch`."""
        return _value(elements.Watch, self._ask("POST", "watches", body=wanted).content)

    def unwatch(self, name: str) -> None:
        """End a watch. Needs a token of the scope `watch`."""
        self._ask("DELETE", f"watches/{quote(name, safe='')}")

    def notices(self, *, watch: str | None = None, since: Day | None = None) -> Iterator[elements.Notice]:
        """What watches have told of, oldest first."""
        return self._items(elements.Notice, "notices", {"watch": watch, "since": since})

    def _items(self, of: type[T], path: str, filters: Mapping[str, Any]) -> Iterator[T]:
        page = self._page(of, self._ask("GET", path, _query(filters)).content)
        yield from page.items
        while page.next:
            page = self._page(of, self._ask("GET", page.next).content)
            yield from page.items

    @staticmethod
    def _page(of: type[T], content: bytes) -> elements.Page[T]:
        return _value(elements.Page[of], content)  # type: ignore[valid-type]

    def _one(self, of: type[T], path: str, filters: Mapping[str, Any] | None = None) -> T:
        return _value(of, self._ask("GET", path, _query(filters or {})).content)

    def _ask(
        self,
        method: str,
        path: str,
        query: Mapping[str, str] | None = None,
        body: Mapping[str, object] | BaseModel | None = None,
    ) -> httpx2.Response:
        address = path if path.startswith("/") else f"/api/v1/{path}"
        content = None if body is None else _body(body)
        headers = {"content-type": "application/json"} if content else {}
        try:
            answer = self._http.request(method, address, params=query or None, content=content, headers=headers)
        except httpx2.HTTPError as error:
            raise UnreachableError(f"{self._http.base_url}: {error or type(error).__name__}") from error
        if not answer.is_success:
            raise _refused(answer)
        return answer


def _body(body: Mapping[str, object] | BaseModel) -> bytes:
    if isinstance(body, BaseModel):
        return body.model_dump_json(exclude_unset=True).encode()
    return orjson.dumps({name: value for name, value in body.items() if value is not None})


def _query(filters: Mapping[str, Any]) -> dict[str, str]:
    given = {name.replace("_", "-"): value for name, value in filters.items() if value is not None}
    return {name: _text(value) for name, value in given.items()}


def _text(value: object) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case tuple():
            return ",".join(map(str, value))
        case date():
            return value.isoformat()
        case _:
            return str(value)


def _refused(answer: httpx2.Response) -> RefusedError:
    try:
        problem = _value(elements.Problem, answer.content)
    except ServiceError:
        return RefusedError(f"{answer.status_code} {answer.reason_phrase}".strip(), answer.status_code)
    faults = tuple((each.where, each.name, each.detail) for each in problem.errors)
    return RefusedError(problem.detail, problem.status, faults, answer.headers.get("retry-after"))


@cache
def _adapter(of: Any) -> TypeAdapter[Any]:
    return TypeAdapter(of)


def _value(of: type[T], content: bytes) -> T:
    """A value of an answer; what a newer server says besides is passed over."""
    try:
        found: T = _adapter(cast(Any, of)).validate_json(content, extra="ignore")
        return found
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(map(str, first["loc"]))
        raise ServiceError(f"the server's answer is not one this program reads: {where}: {first['msg']}") from error
