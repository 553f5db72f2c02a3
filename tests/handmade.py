"""Pages with their readings, written by hand, for what adding them does."""

from __future__ import annotations

from communique.article.model import Article, Block, Role
from communique.records import (
    Act,
    Action,
    ActionType,
    Agreement,
    AgreementAction,
    Contact,
    ContactKind,
    Place,
    Published,
    Reading,
    State,
    StateKind,
    Statement,
    StateValue,
    Status,
)
from entries import MINISTERS

CALL = "Ngày 25/6, Bộ trưởng Quốc phòng Nga Andrei Belousov đã điện đàm với người đồng cấp Mỹ Lloyd Austin."
ACCUSED = "Ông Belousov cảnh báo về nguy cơ leo thang do Mỹ tiếp tục cung cấp vũ khí cho Ukraine."
FROZEN = "Nga và NATO đã đóng băng các kênh liên lạc quân sự."


def article(doc: str, *sentences: str, teaser: str = "Đọc nhiều: Giá vàng hôm nay", **more: object) -> Article:
    """A page of a title, one body line a sentence, and a teaser that is not the article."""
    lines = [f"Tin {doc}", *sentences, teaser]
    text = "\n".join(lines)
    blocks, at = [], 0
    for index, line in enumerate(lines):
        role = Role.TITLE if index == 0 else Role.TEASER if line == teaser else Role.BODY
        blocks.append(Block(role, at, at + len(line)))
        at += len(line) + 1
    return Article(doc, text, tuple(blocks), **{"title": lines[0], "outlet": "Báo Mẫu", **more})


def words(text: str, evidence: str) -> dict[str, object]:
    start = text.index(evidence)
    return {"evidence": evidence, "start": start, "end": start + len(evidence)}


def contact(page: Article, evidence: str = CALL, id: str = "call", **more: object) -> Contact:
    fixed = {
        "kind": ContactKind.CALL,
        "participants": MINISTERS,
        "date": "2024-06-25",
        "place": None,
        "status": Status.OCCURRED,
        "initiator": "USA",
        "topics": ("Ukraine",),
        "first_since": "2023-03",
        "via": ("TASS",),
        "rule": "contact.call",
        "confidence": 0.9,
    }
    return Contact(**{**fixed, **words(page.text, evidence), "id": id, **more})


def state(page: Article, evidence: str = FROZEN, id: str = "frozen", **more: object) -> State:
    fixed = {"kind": StateKind.CHANNEL, "parties": ("NATO", "RUS"), "state": StateValue.FROZEN, "since": None}
    return State(**{**fixed, **words(page.text, evidence), "id": id, "rule": "state.frozen", "confidence": 0.7, **more})


def reading(page: Article, extractor: str = "test 1", **more: object) -> Reading:
    published = Published("2024-06-26", "2024-06-26", ("given",))
    fixed = {"published": published, "title": page.title, "outlet": page.outlet, "extractor": extractor}
    return Reading(page.doc, **{**fixed, **more})


def full(doc: str = "call.txt") -> tuple[Article, Reading]:
    """A page with one record of every kind."""
    page = article(doc, CALL, ACCUSED, FROZEN)
    common = {"rule": "by hand", "confidence": 0.8}
    accused = words(page.text, ACCUSED)
    return page, reading(
        page,
        contacts=(contact(page),),
        statements=(
            Statement(MINISTERS[0], ("USA",), Act.ACCUSE, False, (), "2024-06-25", **accused, id="accuse", **common),
        ),
        agreements=(
            Agreement("arms deal", ("USA", "UKR"), AgreementAction.SIGNED, None, **accused, id="deal", **common),
        ),
        states=(state(page),),
        actions=(
            Action(
                ActionType.AID, ("USA",), ("UKR",), None, Place("UKR"), Status.ONGOING, **accused, id="arms", **common
            ),
        ),
    )
