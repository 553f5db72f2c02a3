"""Merged contacts of an article that turn out to be one once each has its date."""

from __future__ import annotations

from communique.article import read_article
from communique.extraction.contact_again import again_features, earlier, rejoin
from communique.extraction.contact_merging import merge_contacts
from communique.extraction.deciding.model import Linear
from communique.extraction.deciding.traits import flat
from communique.extraction.drafts import ContactDraft
from communique.extraction.reading import propose, understand
from communique.sources.document import Document

TEXT = """Tin trong ngày
Ngoại trưởng Nga Sergei Lavrov đã gặp Ngoại trưởng Mỹ Antony Blinken hôm 3-4 tại Geneva.
Ngoại trưởng Nga Sergei Lavrov đã gặp Ngoại trưởng Mỹ Antony Blinken hôm 9-5.
Tổng thống Pháp Emmanuel Macron đã điện đàm với Thủ tướng Đức Olaf Scholz hôm 3-4."""
ALWAYS, NEVER = Linear(("no", "yes"), (9.0,), {}), Linear(("no", "yes"), (-9.0,), {})


def apart(text: str = TEXT) -> list[ContactDraft]:
    """The contacts of a text, none merged."""
    return merge_contacts(propose(*understand(read_article(Document("t", text)))).contacts, NEVER)


def told(times: int) -> str:
    """A text that tells of one meeting so many times."""
    title, first, *_ = TEXT.splitlines()
    return "\n".join([title, *[first] * times])


def test_only_contacts_of_the_same_sides_and_kind_are_compared():
    found = apart()
    assert [d.codes for d in found] == [{"RUS", "USA"}, {"RUS", "USA"}, {"FRA", "DEU"}]
    assert [[found.index(x) for x in before] for before in earlier(found)] == [[], [0], []]


def test_what_is_probably_one_is_joined_with_all_its_mentions():
    found = rejoin(apart(), ALWAYS)
    assert [(d.members, len(d.parts)) for d in found] == [(2, 1), (1, 0)]


def test_a_chain_is_joined_to_its_first():
    (one,) = rejoin(apart(told(3)), ALWAYS)
    assert (one.members, len(one.parts)) == (3, 2)


def test_what_is_not_joined_keeps_how_probable_it_was():
    found = rejoin(apart(), Linear(("no", "yes"), (-1.0,), {}))
    assert len(found) == 3
    assert [round(d.again, 2) for d in found] == [0, 0.27, 0]
    assert [round(d.told_again, 2) for d in found] == [0.27, 0, 0]


def test_without_a_model_nothing_is_joined():
    found = apart()
    assert rejoin(found, None) == found


def test_days_in_conflict_and_persons_shared_are_told():
    one, other, _ = apart()
    named = flat(again_features(one, other))
    assert {"days=month", "people=2.True", "codes=same", "place=one", "more=00"} <= set(named)


def test_work_is_bounded_however_often_the_sides_meet():
    found = apart(told(60))
    assert len(found) > 10
    assert max(len(before) for before in earlier(found)) <= 10


def test_two_days_that_are_sure_are_two_contacts():
    found = apart()
    for d in found:
        d.rated = [(option, 0.8) for option in d.dates]
        d.date = d.dates[0].value
    assert found[0].date != found[1].date
    assert len(rejoin(found, ALWAYS)) == 3
    found[1].rated = [(option, 0.3) for option in found[1].dates]
    assert len(rejoin(found, ALWAYS)) == 2
