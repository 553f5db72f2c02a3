"""Where a contact was: the places that its own sentence and those around it offer, and the choice among them."""

from __future__ import annotations

from communique.article import read_article
from communique.extraction.contact_merging import merge_contacts
from communique.extraction.contact_placing import choose_places, placings
from communique.extraction.deciding.model import Linear
from communique.extraction.drafts import ContactDraft
from communique.extraction.reading import propose, understand
from communique.records import Place
from communique.sources.document import Document

APART = """Ngoại trưởng Nga Sergei Lavrov đã đến Vienna.
Ngoại trưởng Nga Sergei Lavrov đã gặp Ngoại trưởng Mỹ Antony Blinken.
Cuộc gặp diễn ra tại Geneva, Thụy Sĩ."""
CALL = """Căng thẳng chưa giảm
Ngoại trưởng Nga Sergei Lavrov đã điện đàm với Ngoại trưởng Mỹ Antony Blinken hôm 3-4.
Ông Lavrov đang ở Vienna."""


def merged(text: str) -> list[ContactDraft]:
    return merge_contacts(propose(*understand(read_article(Document("t", text)))).contacts, None)


def met(text: str) -> tuple[list[ContactDraft], int]:
    """The contacts of a text, and which of them is of two sides."""
    found = merged(text)
    return found, next(n for n, d in enumerate(found) if d.codes == {"RUS", "USA"})


def test_places_of_the_sentences_around_are_offered():
    found, n = met(APART)
    assert {(each.country, each.city) for each in placings(found)[n]} == {("CHE", "Geneva"), ("AUT", "Vienna")}


def test_the_likeliest_place_is_taken():
    found, n = met(APART)
    choose_places(found, Linear(("no", "yes"), (-1.0,), {"in=1.prep=at": (3.0,), "in=0.prep=at": (3.0,)}))
    assert found[n].place == Place("CHE", "Geneva")


def test_none_is_taken_where_none_is_likely():
    found, n = met(APART)
    found[n].place = Place("CHE", None)
    choose_places(found, Linear(("no", "yes"), (-3.0,), {}))
    assert found[n].place is None


def test_without_a_model_the_place_of_the_rules_stays():
    found, n = met(APART)
    before = found[n].place
    choose_places(found, None)
    assert found[n].place == before


def test_a_call_is_nowhere():
    found, n = met(CALL)
    assert placings(found)[n] == []
