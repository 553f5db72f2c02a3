"""Pictures of every page at two widths, over the packaged articles: `make screens`. The best are kept beside this file.

    python docs/make_screens.py FOLDER

writes ``FOLDER/NAME-1280.png`` and ``FOLDER/NAME-375.png`` for each page, and those that README shows into docs/.
Needs the system's Chromium. The pages are those that the tests look at.
"""

from __future__ import annotations

import re
import sys
import tempfile
from importlib.resources import files
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent / "tests"))

from typer.testing import CliRunner  # noqa: E402

from browsing import Site, browser, filled, no_browser  # noqa: E402
from communique.cli.app import app  # noqa: E402
from test_web import PAGES  # noqa: E402

WIDTHS = (1280, 375)
SHOWN = {"/": "board", "/RUS/USA": "dyad"}
"""Pages whose wide picture README shows, as docs/NAME.png."""

_SETTLED = 600
"""Milliseconds a chart takes to be drawn."""


def main(folder: Path) -> None:
    """Make them all."""
    if reason := no_browser():
        sys.exit(reason)
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        ledger = Path(scratch) / "ledger.sqlite"
        sample = str(files("communique") / "sample")
        added = CliRunner().invoke(app, ["add", "--quiet", "--ledger", str(ledger), sample])
        assert added.exit_code == 0, added.output
        with Site(str(ledger)) as site, browser() as window:
            for width in WIDTHS:
                size = {"width": width, "height": 900}
                context = window.new_context(viewport=size, locale="en", base_url=site.address, reduced_motion="reduce")
                page = context.new_page()
                for path in PAGES:
                    page.goto(filled(path, site))
                    page.wait_for_timeout(_SETTLED)
                    picture = folder / f"{_name(path)}-{width}.png"
                    page.screenshot(path=picture, full_page=True)
                    if width == WIDTHS[0] and path in SHOWN:
                        page.screenshot(path=HERE / f"{SHOWN[path]}.png")
                    print(picture)
                context.close()


def _name(path: str) -> str:
    return re.sub(r"[^A-Za-z0-9]+", "-", path).strip("-") or "board"


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(tempfile.mkdtemp(prefix="screens-")))
