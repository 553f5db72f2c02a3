"""A server of pages on a port of its own, and the browser that looks at them."""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

import uvicorn
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, sync_playwright

from communique.ledger import Ledger, RecordKind
from communique.web import Settings, application

__all__ = ["Browser", "Page", "Site", "browser", "faults", "filled", "no_browser", "twin", "watched"]

_NAMES = ("chromium", "chromium-browser", "google-chrome")
_WAIT = 30.0
_AXE = Path(__file__).with_name("axe.min.js").read_text(encoding="utf-8")
_RUN = """async () => {
    const found = await axe.run(document, {resultTypes: ["violations"]});
    return found.violations.filter((each) => ["serious", "critical"].includes(each.impact)).map((each) =>
        `${each.id}: ${each.help}: ` + each.nodes.slice(0, 3).map((node) => node.html.slice(0, 160)).join(" | "));
}"""


class Site:
    """The application over a ledger, served on a free port until the block ends. `address` has no slash at its end."""

    def __init__(self, ledger: str, **settings: object) -> None:
        self.ledger = ledger
        config = uvicorn.Config(
            application(Settings(ledger, **settings)),  # type: ignore[arg-type]
            host="127.0.0.1",
            port=0,
            log_level="warning",
        )
        self._server = uvicorn.Server(config)
        self._socket = config.bind_socket()
        self._thread = threading.Thread(target=self._server.run, kwargs={"sockets": [self._socket]}, daemon=True)
        self.address = f"http://127.0.0.1:{self._socket.getsockname()[1]}"

    def __enter__(self) -> Self:
        self._thread.start()
        until = time.monotonic() + _WAIT
        while not self._server.started and time.monotonic() < until:
            time.sleep(0.01)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.should_exit = True
        self._thread.join(_WAIT)


def filled(path: str, site: Site) -> str:
    """An address with ids for its places: ``{contacts}``, ``{statements}``, … the last by date, ``{doc}`` the first."""
    with Ledger.open(site.ledger) as ledger:
        for kind in RecordKind:
            if f"{{{kind.value}}}" in path:
                held = list(ledger.entries(kind))
                dated = [each for each in held if each.earliest] or held
                path = path.replace(f"{{{kind.value}}}", dated[-1].id)
        return path.replace("{doc}", next(iter(ledger.docs()))) if "{doc}" in path else path


def twin(path: str, form: str) -> str:
    """The address of a page in another form (``.json``)."""
    plain, mark, query = path.partition("?")
    return plain + form + mark + query


def no_browser() -> str | None:
    """Why no test runs in a browser here; None if they do."""
    return None if _found() else f"no {' or '.join(_NAMES)} on this machine"


@contextmanager
def browser() -> Iterator[Browser]:
    """The browser, without a window."""
    path = _found()
    assert path is not None
    with sync_playwright() as driver:
        started = driver.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        try:
            yield started
        finally:
            started.close()


@contextmanager
def watched(browser: Browser, site: Site, *, width: int = 1280, language: str = "en") -> Iterator[Page]:
    """A page in a context of its own; at the end its console is empty and nothing was asked of another host."""
    context = browser.new_context(
        viewport={"width": width, "height": 900}, locale=language, base_url=site.address, reduced_motion="reduce"
    )
    page = context.new_page()
    said: list[str] = []
    strayed: list[str] = []

    def hear(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            said.append(message.text)

    def follow(request: Request) -> None:
        if not request.url.startswith((site.address, "data:", "blob:")):
            strayed.append(request.url)

    page.on("console", hear)
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", follow)
    try:
        yield page
        assert not said
        assert not strayed
    finally:
        context.close()


def faults(page: Page) -> list[str]:
    """What axe-core calls serious or critical on a page."""
    page.evaluate(_AXE)
    found: list[str] = page.evaluate(_RUN)
    return found


def _found() -> str | None:
    return next((path for name in _NAMES if (path := shutil.which(name)) and Path(path).exists()), None)
