"""The documents of the package as pages."""

from __future__ import annotations

import re
import tomllib
import zipfile
from pathlib import Path

import httpx2
import pytest

from browsing import Site
from communique.web import documents

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def client(site: Site):
    with httpx2.Client(base_url=site.address, headers={"accept-language": "en"}) as made:
        yield made


def test_what_the_pages_read_is_put_into_the_package():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    put_in = project["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"]
    assert {f"docs/{name}": f"communique/web/about/{name}" for name in documents.FILES} == put_in
    for name in documents.FILES:
        assert documents.read(name) == (ROOT / "docs" / name).read_text(encoding="utf-8")


@pytest.mark.slow
def test_a_wheel_holds_it(tmp_path: Path):
    builders = pytest.importorskip("hatchling.builders.wheel")
    (made,) = builders.WheelBuilder(str(ROOT)).build(directory=str(tmp_path), versions=["standard"])
    held = set(zipfile.ZipFile(made).namelist())
    assert {f"communique/web/about/{name}" for name in documents.FILES} <= held
    assert "communique/web/templates/base.html" in held


@pytest.mark.parametrize("name", documents.PAGES)
def test_a_document_is_plain_html_whose_links_lead_somewhere(client: httpx2.Client, name: str):
    page = client.get(f"/about/{name}").text
    body = page[page.index('<div class="document"') :]
    assert "style=" not in body
    assert "<h1" in body
    places = {name: set(re.findall(r'id="([^"]+)"', client.get(f"/about/{name}").text)) for name in documents.PAGES}
    for address in re.findall(r'(?:href|src)="([^"]+)"', body[: body.index("</main>")]):
        if address.startswith("#"):
            assert address[1:] in places[name], address
        elif address.startswith("/about/") and "#" in address:
            other, _, place = address.removeprefix("/about/").partition("#")
            assert place in places[other], address
        elif address.startswith("/"):
            assert client.get(address).status_code == 200, address
        else:
            assert address.startswith("https://"), address


def test_the_rules_of_threads_are_told_where_the_threads_say_so(client: httpx2.Client):
    assert "/about/codebook#threads" in client.get("/threads").text
    assert 'id="threads"' in client.get("/about/codebook").text


def test_what_the_ledger_holds_is_told(client: httpx2.Client):
    told = client.get("/about.json").json()
    assert told["documents"] == 15
    assert told["figures"]["readings"]
    assert told["extractor"].startswith("communique")
