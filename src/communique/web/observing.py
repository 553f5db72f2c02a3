"""What is told of every request: a line in the log, the counts of `/metrics`, and how long it took in `Server-Timing`.

A line has the path, but of the query only the names: what somebody looks for is nobody's business. No text of an
article is in it, nor of an error, which may hold some: of that its type and where it was raised.
"""

from __future__ import annotations

import logging
import sys
import time
import traceback
from collections.abc import Iterable
from functools import lru_cache
from re import Pattern
from types import TracebackType
from urllib.parse import parse_qsl

import structlog
from prometheus_client import CollectorRegistry, Counter, Histogram
from starlette.datastructures import MutableHeaders
from starlette.routing import compile_path
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_METHODS = frozenset({"GET", "HEAD", "POST", "DELETE", "OPTIONS", "PUT", "PATCH"})
_BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)
_PATHS_KEPT = 4096
_FRAMES = 12
"""Frames told of an error, the last ones."""


class Routes:
    """Which route a path belongs to, of templates such as ``/contacts/{id}`` in the order they are asked."""

    def __init__(self, templates: Iterable[str]) -> None:
        self._known: list[tuple[Pattern[str], str]] = [(compile_path(each)[0], each) for each in templates]
        self.of = lru_cache(_PATHS_KEPT)(self._of)

    def _of(self, path: str) -> str:
        if path.startswith("/static/"):
            return "/static"
        return next((template for pattern, template in self._known if pattern.match(path)), "none")


class Counts:
    """The counts of one application, in a registry of its own."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.requests = Counter(
            "communique_requests", "Requests answered.", ("method", "route", "status"), registry=self.registry
        )
        self.seconds = Histogram(
            "communique_request_seconds",
            "Seconds until an answer began.",
            ("route",),
            buckets=_BUCKETS,
            registry=self.registry,
        )


def lines() -> structlog.typing.FilteringBoundLogger:
    """A log of JSON lines on standard error."""
    made: structlog.typing.FilteringBoundLogger = structlog.wrap_logger(
        structlog.PrintLogger(sys.stderr),
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True, key="at"),
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
    )
    return made


class Lines(logging.Handler):
    """What other libraries log, as lines of the same log."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self._log = lines()

    def emit(self, record: logging.LogRecord) -> None:
        """Write a line."""
        error = record.exc_info[1] if record.exc_info else None
        more = {} if error is None else {"error": type(error).__name__, "where": where(error.__traceback__)}
        self._log.log(record.levelno, record.getMessage(), logger=record.name, **more)


def where(raised: TracebackType | None) -> list[str]:
    """Where an error was raised: file, line and function of the last frames."""
    frames = traceback.extract_tb(raised)[-_FRAMES:]
    return [f"{each.filename}:{each.lineno} {each.name}" for each in frames]


class Observing:
    """ASGI middleware; the outermost. `log`: whether each request is a line on standard error."""

    def __init__(self, app: ASGIApp, counts: Counts, routes: Routes, *, log: bool) -> None:
        self._app = app
        self._counts = counts
        self._routes = routes
        self._log = lines() if log else None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        begun = time.perf_counter()
        status, size = 500, 0

        async def timed(message: Message) -> None:
            nonlocal status, size
            if message["type"] == "http.response.start":
                status = message["status"]
                took = time.perf_counter() - begun
                MutableHeaders(scope=message)["server-timing"] = f"app;dur={took * 1000:.1f}"
                self._counts.seconds.labels(route).observe(took)
            size += len(message.get("body", b""))
            await send(message)

        route = self._routes.of(scope["path"])
        try:
            await self._app(scope, receive, timed)
        finally:
            method = scope["method"] if scope["method"] in _METHODS else "other"
            self._counts.requests.labels(method, route, str(status)).inc()
            if self._log is not None:
                self._log.info(
                    "request",
                    method=scope["method"],
                    path=scope["path"],
                    query=sorted({name for name, _ in parse_qsl(scope["query_string"].decode("latin-1"), True)}),
                    status=status,
                    ms=round((time.perf_counter() - begun) * 1000, 1),
                    bytes=size,
                    person=scope.get("state", {}).get("person"),
                )
