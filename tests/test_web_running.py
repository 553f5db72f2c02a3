"""Running a server: whether it is well, what it counts, what it writes in its log, how much it lets be asked."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import httpx2
import pytest
import uvicorn

from browsing import Site
from communique.cli.serving import listening
from communique.client import Client
from communique.errors import LedgerFailedError, RefusedError
from communique.ledger import Ledger


def test_a_well_server_says_so_with_its_migration(site: Site):
    answer = httpx2.get(f"{site.address}/healthz")
    assert answer.json()["status"] == "ok"
    assert answer.headers["cache-control"] == "no-store"


def test_a_server_whose_ledger_is_gone_is_not_well(sample_ledger: Path, tmp_path: Path):
    copy = tmp_path / "ledger.sqlite"
    copy.write_bytes(sample_ledger.read_bytes())
    with Site(str(copy)) as site:
        copy.write_bytes(b"this is no database, and was never one" * 200)
        for path in ("/healthz", "/contacts.json", "/api/v1/contacts", "/api/v1/documents"):
            answer = httpx2.get(f"{site.address}{path}")
            assert (answer.status_code, answer.headers["content-type"]) == (503, "application/problem+json"), path


def test_where_the_ledger_fails_before_a_page_is_asked_the_page_says_so(
    own_site: Site, monkeypatch: pytest.MonkeyPatch
):
    def fail(_: Ledger) -> str:
        raise LedgerFailedError("database is locked")

    monkeypatch.setattr(Ledger, "revision", fail)
    for path, form in (("/RUS", "text/html; charset=utf-8"), ("/RUS.json", "application/problem+json")):
        answer = httpx2.get(f"{own_site.address}{path}")
        assert (answer.status_code, answer.headers["content-type"]) == (503, form)
        assert "default-src 'none'" in answer.headers["content-security-policy"]
        assert "locked" not in answer.text


def test_a_server_can_be_reached_from_the_moment_it_has_an_address_and_answers_without_delay():
    with listening(uvicorn.Config(lambda: None, port=0)) as place, socket.create_connection(place.getsockname()):
        reached, _ = place.accept()
        with reached:
            assert reached.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)


def test_requests_are_counted_by_route(own_site: Site):
    with httpx2.Client(base_url=own_site.address) as http:
        listed = http.get("/api/v1/contacts").json()["items"]
        for _ in range(2):
            http.get(f"/api/v1/contacts/{listed[0]['id']}")
        http.get("/no/such/page")
        assert float(http.get("/healthz").headers["server-timing"].partition("dur=")[2]) >= 0
        told = http.get("/metrics").text
    assert 'communique_requests_total{method="GET",route="/api/v1/contacts/{id}",status="200"} 2.0' in told
    assert 'communique_requests_total{method="GET",route="none",status="404"} 1.0' in told
    assert 'communique_request_seconds_count{route="/api/v1/contacts"} 1.0' in told
    assert "communique_ledger_documents 15.0" in told
    assert listed[0]["id"] not in told


def test_a_proxy_does_not_open_the_counts_to_others(site: Site):
    answer = httpx2.get(f"{site.address}/metrics", headers={"x-forwarded-for": "192.0.2.1"})
    assert answer.status_code == 401


def test_one_address_may_ask_so_much(sample_ledger: Path):
    with Site(str(sample_ledger), rate="3/minute") as site, Client(site.address) as client:
        for _ in range(3):
            list(client.watches())
        with pytest.raises(RefusedError) as refused:
            list(client.watches())
        answer = httpx2.get(f"{site.address}/api/v1/contacts", headers={"authorization": "Bearer made-up"})
        assert httpx2.get(f"{site.address}/").status_code == 200
    assert refused.value.status == 429
    assert refused.value.retry_after
    assert answer.status_code == 429
    assert answer.headers["ratelimit-policy"] == '"default";q=3;w=60'
    assert answer.headers["ratelimit"].startswith('"default";r=0;t=')


def test_the_log_has_a_line_a_request_and_no_words(sample_ledger: Path, tmp_path: Path):
    errors = tmp_path / "log"
    with errors.open("w") as log:
        server = subprocess.Popen(
            [sys.executable, "-m", "communique", "serve", "--port", "0", "--ledger", str(sample_ledger)],
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "PYTHONUNBUFFERED": "1", "COLUMNS": "200"},
        )
        try:
            assert server.stdout
            line = server.stdout.readline()
            address = next(word for word in line.split() if word.startswith("http")).rstrip("/.,:")
            # Asked at once: the address that is shown can be followed from the moment it is.
            httpx2.get(f"{address}/api/v1/search", params={"q": "secret words"}, timeout=60)
            server.send_signal(signal.SIGTERM)
            server.communicate(timeout=30)
        finally:
            server.kill()
    told = [json.loads(each) for each in errors.read_text().splitlines()]
    (line_of,) = [each for each in told if each["event"] == "request"]
    assert (line_of["method"], line_of["path"], line_of["query"]) == ("GET", "/api/v1/search", ["q"])
    assert (line_of["status"], line_of["person"], line_of["level"]) == (200, None, "info")
    assert "secret" not in errors.read_text()
