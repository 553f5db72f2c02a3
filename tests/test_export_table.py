"""Parquet as pandas and DuckDB read it, typed and described."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import pandas
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from communique.export import table
from communique.interchange import RecordKind
from test_export import EVERY, place, reported_twice, run  # noqa: F401

PAGE = Path(__file__).parents[1] / "docs" / "export.md"


def ask_duckdb(query: str) -> list[list[object]]:
    """In a process of its own: it complains at the end of a process that runs tests side by side."""
    script = f"import duckdb, json; print(json.dumps(duckdb.sql({query!r}).fetchall()))"
    return json.loads(subprocess.run([sys.executable, "-c", script], capture_output=True, check=True).stdout)


@pytest.mark.parametrize("made", EVERY, ids=lambda made: made.kind.value)
def test_every_list_has_its_types(made, tmp_path):
    path = tmp_path / "one.parquet"
    table.write([made], made.kind, path)
    read = pq.read_table(path)
    assert read.schema.equals(table.schema(made.kind))
    assert read.schema.field("earliest").type == pa.date32()
    assert read.schema.field("confidence").type == pa.float64()
    assert all(field.metadata[b"description"] for field in read.schema)
    (row,) = read.to_pylist()
    assert (row["id"], row["reports"][0]["doc"]) == (made.id, "tin/01.html")


def test_pandas_and_duckdb_read_it(tmp_path):
    path = str(tmp_path / "contacts.parquet")
    table.write([reported_twice(), EVERY[0]], RecordKind.CONTACT, Path(path))
    frame = pandas.read_parquet(path)
    assert list(frame["status"]) == ["occurred", "occurred"]
    assert frame["earliest"].iloc[0] == date(2024, 6, 25)
    assert frame["participants"].iloc[0][1]["person"] == "Lloyd Austin"
    asked = f"SELECT who.code, count(*) FROM (SELECT unnest(participants) AS who FROM '{path}') GROUP BY 1 ORDER BY 1"
    assert ask_duckdb(asked) == [["RUS", 2], ["USA", 2]]
    counted = f"SELECT max(latest)::text, len(reports) FROM '{path}' GROUP BY 2 ORDER BY 2"
    assert ask_duckdb(counted) == [["2024-06-25", 1], ["2024-06-25", 2]]


def test_groups_bound_what_is_held_and_the_bytes_are_the_same_each_time(tmp_path):
    many = [replace(EVERY[1], id=f"s{number}") for number in range(table.GROUP + 1)]
    one, other = tmp_path / "one.parquet", tmp_path / "other.parquet"
    table.write(iter(many), RecordKind.STATEMENT, one)
    table.write(iter(many), RecordKind.STATEMENT, other)
    assert pq.ParquetFile(one).num_row_groups == 2
    assert one.read_bytes() == other.read_bytes()


def test_an_empty_list_is_a_table_too(tmp_path):
    path = tmp_path / "none.parquet"
    table.write([], RecordKind.STATE, path)
    assert pq.read_table(path).num_rows == 0


def test_the_command(place, tmp_path, monkeypatch):  # noqa: F811
    assert run("--to", "parquet", "--ledger", place).exit_code == 2
    folder = tmp_path / "tables"
    assert run("--to", "parquet", "--ledger", place, "--out", str(folder)).exit_code == 0
    assert pandas.read_parquet(folder / "actions.parquet")["type"].tolist() == ["AID"]
    monkeypatch.setitem(sys.modules, "communique.export.table", None)
    monkeypatch.delattr("communique.export.table")
    done = run("--to", "parquet", "--ledger", place, "--out", str(folder))
    assert done.exit_code == 1
    assert "communique[parquet]" in done.stderr


def test_the_page_has_the_columns_as_they_are():
    namespace: dict[str, object] = {"__file__": str(PAGE), "__name__": "make_export"}
    exec((PAGE.parent / "make_export.py").read_text(encoding="utf-8"), namespace)
    page = PAGE.read_text(encoding="utf-8")
    assert namespace["filled"](page) == page, "run make docs"
    assert page.count("<!-- columns ") == 1 + len(RecordKind)
