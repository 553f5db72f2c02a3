"""The furniture tables: every row is true of its example."""

from __future__ import annotations

import pytest

from communique.article.dateline import line_date
from communique.article.lines import Line
from communique.article.model import Role
from communique.language.furniture import Match, Row, furniture, rows

ALL = list(rows())
LOOKED_UP = [row for row in ALL if row.match not in (Match.WORD, Match.MONTH, Match.PREDICATE, Match.OUTLET)]


def test_every_row_is_found_in_its_example() -> None:
    def found(row: Row) -> str | None:
        hit = furniture().look_up(" ".join(row.example.casefold().split()))
        return hit.role if hit else None

    wrong = [(row.language, row.form, row.role, found(row)) for row in LOOKED_UP if found(row) != row.role]
    assert not wrong


def test_roles_are_roles() -> None:
    assert {row.role for row in ALL if row.match is not Match.MONTH} <= {role.value for role in Role}


@pytest.mark.parametrize("row", [row for row in ALL if row.match is Match.MONTH], ids=lambda row: row.form)
def test_months(row: Row) -> None:
    day = line_date(Line(row.example, 0), furniture())
    assert day is not None
    assert (day.day, day.month, day.year) == (3, int(row.role), 2022)


@pytest.mark.parametrize("match", [Match.WORD, Match.PREDICATE, Match.OUTLET])
def test_examples_have_their_words(match: Match) -> None:
    for row in ALL:
        if row.match is match:
            before, _, after = row.form.casefold().partition("…")
            assert before.strip() in row.example.casefold()
            assert after.strip() in row.example.casefold()
