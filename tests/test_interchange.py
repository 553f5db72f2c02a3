"""The interchange format: one reading, one line, and back; and its published form."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from jsonschema import Draft202012Validator

from communique.errors import FormatError
from communique.interchange import SCHEMA_ID, dumps, json_schema, loads, record_codes, records
from communique.records import Candidate, Reading
from handmade import full


def changed(**fields: object) -> bytes:
    """The line of the example reading with fields of its contact changed."""
    line = json.loads(dumps(full()[1]))
    line["contacts"][0].update(fields)
    return json.dumps(line).encode()


def test_a_reading_is_one_line_and_comes_back_equal():
    _, reading = full()
    line = dumps(reading)
    assert b"\n" not in line
    assert loads(line) == reading
    assert dumps(loads(line)) == line


def test_the_line_has_the_shape_of_the_codebook():
    line = json.loads(dumps(full()[1]))
    assert list(line)[:7] == ["doc", "published", "contacts", "statements", "agreements", "states", "actions"]
    contact = line["contacts"][0]
    assert contact["kind"] == "call"
    assert contact["participants"][1] == {"code": "USA", "person": "Lloyd Austin", "office": "defence minister"}
    assert contact["evidence"] == full()[0].text[contact["start"] : contact["end"]]


def test_fields_of_a_later_minor_version_are_passed_over():
    line = json.loads(dumps(full()[1]))
    line |= {"format": "1.9", "novelty": 1}
    assert loads(json.dumps(line)).format == "1.9"


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (b"{", "Invalid JSON"),
        (b"{}", "doc"),
        (b'{"doc": "a", "published": null, "contacts": [{"kind": "meeting"}]}', "contacts.0"),
        (b'{"doc": "a", "published": null, "format": "2.0"}', "format '2.0'"),
        (b'{"doc": "a", "published": {"earliest": "2024", "latest": "2024-01-01"}}', "not full dates"),
        (b'{"doc": "a", "published": {"earliest": "2024-02-01", "latest": "2024-01-01"}}', "is after"),
        (changed(kind="dance"), "contacts.0.kind"),
        (changed(start=3), "do not fit the evidence"),
        (changed(confidence=1.5), "not between 0 and 1"),
        (changed(confidence=None), "contacts.0.confidence"),
        (changed(date="yesterday"), "not an EDTF date"),
        (changed(date="2024-02-30"), "no such date"),
        (changed(id="arms"), "used twice"),
    ],
)
def test_a_line_that_is_not_a_reading_says_why(line, message):
    with pytest.raises(FormatError) as caught:
        loads(line)
    assert message in str(caught.value)


def test_candidates_of_dates_are_dates_too():
    _, reading = full()
    contact = replace(reading.contacts[0], candidates=(Candidate("date", "sometime"),))
    with pytest.raises(FormatError, match="sometime"):
        loads(dumps(replace(reading, contacts=(contact,))))


def test_a_lone_surrogate_is_refused_with_the_documents_name():
    with pytest.raises(FormatError, match="'page'"):
        dumps(Reading("page", None, title="\ud800"))


def test_the_schema_is_valid_and_accepts_what_is_written():
    schema = json_schema()
    Draft202012Validator.check_schema(schema)
    assert (schema["$id"], schema["version"]) == (SCHEMA_ID, "1.0")
    validator = Draft202012Validator(schema)
    assert not list(validator.iter_errors(json.loads(dumps(full()[1]))))
    assert list(validator.iter_errors(json.loads(changed(kind="dance"))))


def test_every_type_and_field_of_the_schema_is_described():
    schema = json_schema()
    for name, form in {"Reading": schema, **schema["$defs"]}.items():
        assert form["description"], name
        for field, each in form.get("properties", {}).items():
            assert each.get("description"), f"{name}.{field}"


def test_records_of_a_reading_and_who_is_in_them():
    found = records(full()[1])
    assert [record.id for record in found] == ["call", "accuse", "deal", "frozen", "arms"]
    assert record_codes(found[1]) == (("RUS", "speaker"), ("USA", "target"))
    assert record_codes(found[4]) == (("USA", "actor"), ("UKR", "recipient"))
