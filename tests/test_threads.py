"""Who answers whom, in the words of the codebook."""

from __future__ import annotations

from communique.ledger import Entry
from communique.ledger.threads import threads
from entries import entry, statement


def said(name: str, sides: str, act: str, day: str | None = None, doc: str = "page", start: int = 0) -> Entry:
    speaker, _, target = sides.partition(" ")
    return entry(statement(name, speaker, act, target, date=day, start=start, end=start + len(name)), docs=doc)


def shape(*statements: Entry) -> list[list[str]]:
    """Threads with a turn as ``name`` or ``>name``, a mark for each step down; those of several turns alone."""
    found = threads(statements)
    return [[">" * turn.depth + turn.entry.id for turn in each.turns] for each in found if len(each.turns) > 1]


ACCUSED = said("accused", "USA RUS", "ACCUSE")


def test_in_one_article_what_stands_later_answers():
    assert shape(ACCUSED, said("denied", "RUS USA", "REJECT", start=50)) == [["accused", ">denied"]]
    assert shape(said("asked", "USA RUS", "REQUEST", start=90), said("agreed", "RUS USA", "AGREE", start=50)) == []
    assert shape(ACCUSED, said("told", "RUS USA", "ASSERT", start=50)) == [["accused", ">told"]]


def test_nobody_answers_what_was_aimed_at_another():
    assert shape(ACCUSED, said("denied", "CHN USA", "REJECT", start=50)) == []
    assert shape(ACCUSED, said("denied", "RUS CHN", "REJECT", start=50)) == []
    assert shape(said("self", "USA USA", "ACCUSE"), said("denied", "USA USA", "REJECT", start=50)) == []


def test_an_act_is_answered_by_some_acts():
    asked = said("asked", "USA RUS", "REQUEST")
    assert shape(asked, said("agreed", "RUS USA", "AGREE", start=50)) == [["asked", ">agreed"]]
    assert shape(asked, said("accused", "RUS USA", "ACCUSE", start=50)) == []
    told = said("told", "USA RUS", "ASSERT")
    assert shape(told, said("too", "RUS USA", "ASSERT", start=50)) == []


def test_elsewhere_it_answers_what_is_of_an_earlier_day_within_a_week():
    first = said("accused", "USA RUS", "ACCUSE", "2023-03-14", "one")
    assert shape(first, said("denied", "RUS USA", "REJECT", "2023-03-16", "two")) == [["accused", ">denied"]]
    assert shape(first, said("denied", "RUS USA", "REJECT", "2023-03-14", "two")) == []
    assert shape(first, said("denied", "RUS USA", "REJECT", "2023-03-22", "two")) == []
    assert shape(first, said("told", "RUS USA", "ASSERT", "2023-03-16", "two")) == []


def test_it_answers_one_statement_the_same_article_first_then_the_latest():
    early = said("early", "USA RUS", "ACCUSE", "2023-03-13", "one")
    late = said("late", "USA RUS", "ACCUSE", "2023-03-15", "two")
    reply = said("reply", "RUS USA", "REJECT", "2023-03-16", "three")
    assert shape(early, late, reply) == [["late", ">reply"]]
    reply = said("reply", "RUS USA", "REJECT", "2023-03-16", "one", start=50)
    assert shape(early, late, reply) == [["early", ">reply"]]


def test_a_thread_goes_on_and_does_not_depend_on_the_order():
    held = [
        said("accused", "USA RUS", "ACCUSE", "2023-03-14"),
        said("denied", "RUS USA", "REJECT", "2023-03-15", start=50),
        said("warned", "USA RUS", "THREATEN", "2023-03-16", start=90),
        said("regretted", "RUS USA", "CONCEDE", "2023-03-14", start=20),
    ]
    told = shape(*held)
    assert told == [["accused", ">regretted", ">denied", ">>warned"]]
    assert shape(*reversed(held)) == told
