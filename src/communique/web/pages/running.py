"""How the server is doing, for what watches over it: `/healthz` and `/metrics`."""

from __future__ import annotations

from collections.abc import Iterator
from http import HTTPStatus
from ipaddress import ip_address
from typing import Any

import orjson
from fastapi import Request, Response
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from communique.errors import LedgerError
from communique.ledger import Count, Ledger
from communique.ledger.store import HEAD
from communique.readers import Readers
from communique.web.failing import problem
from communique.web.observing import Counts
from communique.web.view import UNKEPT, Pages

pages = Pages()


@pages.router.get("/healthz")
def health(request: Request) -> Response:
    """Whether the ledger can be asked, and the migration its tables are at; 503 where it cannot, or it is another."""
    ledger: Ledger = request.app.state.ledger
    try:
        found = ledger.migration()
    except LedgerError as error:
        return problem(HTTPStatus.SERVICE_UNAVAILABLE, str(error), "/healthz")
    if found != HEAD:
        detail = f"the ledger is at migration {found}, the program at {HEAD}"
        return problem(HTTPStatus.SERVICE_UNAVAILABLE, detail, "/healthz")
    return Response(orjson.dumps({"status": "ok", "migration": found}), 200, UNKEPT, "application/json")


@pages.router.get("/metrics")
def metrics(request: Request) -> Response:
    """Counts of requests, how long they took, how much the ledger holds: for programs of this machine, or a token."""
    if not (_is_near(request) or getattr(request.state, "person", None)):
        return problem(HTTPStatus.UNAUTHORIZED, "a token is needed from another machine", "/metrics")
    counts: Counts = request.app.state.counts
    return Response(generate_latest(counts.registry), 200, UNKEPT, CONTENT_TYPE_LATEST)


def _is_near(request: Request) -> bool:
    """Whether a program of this machine asks, and not for another: a proxy says for whom."""
    passed_on = {"forwarded", "x-forwarded-for", "x-real-ip", "via"} & set(request.headers.keys())
    try:
        return not passed_on and request.client is not None and ip_address(request.client.host).is_loopback
    except ValueError:
        return False


class Holdings(Collector):
    """How much the ledger holds, counted anew only where it has changed, and how many pages were read for others."""

    def __init__(self, ledger: Ledger, readers: Readers) -> None:
        self._ledger, self._readers = ledger, readers
        self._known: tuple[str, Count] | None = None

    def collect(self) -> Iterator[Metric]:
        """The metrics; of the ledger none where it cannot be used."""
        read: Any = CounterMetricFamily("communique_pages_read", "Pages read for those who asked.")
        read.add_metric([], self._readers.count)
        yield read
        try:
            count = self._count()
        except LedgerError:
            return
        yield GaugeMetricFamily("communique_ledger_documents", "Documents held.", value=count.documents)
        yield GaugeMetricFamily("communique_ledger_records", "Records of current readings.", value=count.records)
        yield GaugeMetricFamily("communique_ledger_set_aside", "Documents set aside.", value=count.set_aside)

    def _count(self) -> Count:
        revision = self._ledger.revision()
        if self._known is None or self._known[0] != revision:
            self._known = (revision, self._ledger.count())
        return self._known[1]
