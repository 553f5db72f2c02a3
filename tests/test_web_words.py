"""Every word the pages say is in their tables, and every template can be read."""

from __future__ import annotations

import re
from importlib.resources import files
from pathlib import Path

import pytest
from jinja2 import Environment

WEB = Path(str(files("communique.web")))
TEMPLATES = sorted((WEB / "templates").glob("*.html"))
KNOWN = {
    line.split("\t")[0]
    for table in (*(WEB / "words").glob("*.tsv"), Path(str(files("communique.words"))) / "codebook.tsv")
    for line in table.read_text(encoding="utf-8").splitlines()[1:]
}
SAID = re.compile(r"\bsay\(\s*[\"']([a-z_.0-9]+)[\"']\s*[,)]")
MAYBE_UNSAFE = re.compile(r"\|\s*safe\b|Markup\(|autoescape\s+false")


@pytest.mark.parametrize("path", [*TEMPLATES, *sorted(WEB.rglob("*.py"))], ids=lambda path: path.name)
def test_what_is_said_is_in_the_tables(path: Path):
    assert set(SAID.findall(path.read_text(encoding="utf-8"))) <= KNOWN


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_a_template_can_be_read_and_holds_no_script_or_style_of_its_own(path: Path):
    text = path.read_text(encoding="utf-8")
    Environment().parse(text)
    assert not re.search(r"<script(?![^>]*\bsrc=)(?![^>]*application/json)|<style|\sstyle=|\son[a-z]+=", text)
    for line in text.splitlines():
        assert not MAYBE_UNSAFE.search(line) or "say(" in line, line
