"""Writes the columns of the Parquet tables into docs/export.md. Run by `make docs`."""

from __future__ import annotations

import re
from pathlib import Path

from communique.export.table import COMMON, FIELDS
from communique.interchange import RecordKind

PAGE = Path(__file__).parent / "export.md"
BLOCK = re.compile(r"(<!-- columns (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)


def described(name: str) -> str:
    """The columns of a list, or those that all lists have, as a table."""
    shown = COMMON if name == "common" else FIELDS[RecordKind(name)]
    rows = [f"| `{each.name}` | `{plain(each.type)}` | {each.note} |\n" for each in shown]
    return "| column | type | |\n|---|---|---|\n" + "".join(rows)


def plain(form: object) -> str:
    """A type without the names Arrow gives to what lists hold."""
    return str(form).replace("item: ", "").replace("[day]", "").replace("double", "float64")


def filled(page: str) -> str:
    """The page with every table as the program has it now."""
    return BLOCK.sub(lambda match: f"{match[1]}{described(match[2])}{match[3]}", page)


if __name__ == "__main__":
    PAGE.write_text(filled(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
