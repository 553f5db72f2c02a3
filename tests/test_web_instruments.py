"""How instruments stand on the pages of some of their parties."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from communique.interchange import RecordKind
from communique.ledger import Ledger, Question
from communique.ledger.lives import lives
from communique.web.pages.instruments import standing
from entries import agreement
from handmade import CALL, article, reading

TODAY = date(2024, 7, 1)
PLAN = "Joint Comprehensive Plan of Action (JCPOA)"


def told(ledger: Ledger, doc: str, action: str, day: str, name: str, parties: str) -> None:
    page = article(doc, CALL)
    made = replace(agreement(f"{doc}-a", action, day, name, parties), evidence=CALL)
    start = page.text.index(CALL)
    ledger.add(page, reading(page, agreements=(replace(made, start=start, end=start + len(CALL)),)))


def test_what_befalls_an_instrument_of_many_is_told_of_two_of_them(tmp_path):
    with Ledger.open(str(tmp_path / "l.sqlite"), create=True) as ledger:
        told(ledger, "vienna", "signed", "2015-07-14", PLAN, "IRN USA CHN RUS GBR FRA DEU")
        told(ledger, "leaving", "withdrawn", "2018-05-08", PLAN, "IRN USA")
        told(ledger, "arms", "signed", "2010-04-08", "US-Iran arms treaty", "IRN USA")
        ours = ledger.page(RecordKind.AGREEMENT, Question(("CHN", "RUS")), limit=10).entries
        (alone,) = lives(ours, TODAY)
        (life,) = standing(ledger, ours, TODAY)
        assert (alone.standing, life.standing) == ("signed", "withdrawn")
        assert [each.action for each in life.deeds] == ["signed", "withdrawn"]
        (before,) = standing(ledger, ours, date(2017, 1, 1))
        assert before.standing == "signed"
        two = ledger.page(RecordKind.AGREEMENT, Question(("IRN", "USA")), limit=10).entries
        assert standing(ledger, two, TODAY) == lives(two, TODAY)
        assert len(lives(two, TODAY)) == 2
