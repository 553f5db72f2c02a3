"""What an assistant is answered, over standard input and output, as the protocol's own client hears it."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from mcp import Client, StdioServerParameters

from communique.assistant import server
from communique.ledger import Ledger

TOOLS = {"contacts", "statements", "channels", "accounts", "evidence", "search", "explain"}


def hear(server: Any, questions: Callable[[Client], Awaitable[Any]]) -> Any:
    """The answer of a server to questions, on a thread: a browser's tests leave a loop running on this one."""

    async def run() -> Any:
        async with Client(server, read_timeout_seconds=60) as client:
            return await questions(client)

    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, run()).result()


def test_an_assistant_can_cite(sample_ledger: Path):
    async def questions(client: Client) -> None:
        told = {each.name: each for each in (await client.list_tools()).tools}
        assert told.keys() == TOOLS
        assert all(
            each.annotations and each.annotations.read_only_hint and each.output_schema for each in told.values()
        )

        async def answer(tool: str, **given: object) -> Any:
            result = await client.call_tool(tool, given)
            assert not result.is_error, result.content
            return result.structured_content

        calls = await answer("contacts", actors=["Nga", "usa"], kind="call", limit=1)
        assert calls["items"][0]["reports"][0]["outlet"]
        assert calls["next"]
        more = await answer("contacts", actors=["RUS", "USA"], kind="call", limit=1, after=calls["next"])
        assert more["items"][0]["id"] != calls["items"][0]["id"]
        held = await answer("evidence", entry=calls["items"][0]["id"])
        words = held["words"][0]
        assert words["evidence"] in words["sentence"]
        assert words["title"]
        assert (await answer("accounts", contact=calls["items"][0]["id"]))["sides"]
        board = await answer("channels", actors=["RUS", "USA"], as_of="2022-12")
        assert board["as_of"] == "2022-12-31"
        assert {each["level"] for each in board["channels"]} >= {"defence"}
        assert (await answer("statements", actors=["RUS"], limit=2))["items"]
        assert (await answer("search", words="dien dam", kind="contacts"))["items"]
        assert (await answer("explain", form="Lavrov"))["person"] == "Sergei Lavrov"
        refused = await client.call_tool("evidence", {"entry": "c0123456789abcdef"})
        assert refused.is_error
        assert "no entry" in refused.content[0].text

    started = StdioServerParameters(
        command=sys.executable,
        args=["-m", "communique", "mcp", "--ledger", str(sample_ledger)],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    hear(started, questions)


@pytest.mark.parametrize("since", ["tomorrow", "2022-13"])
def test_what_is_asked_wrong_is_said(sample_ledger: Path, since: str):
    with Ledger.open(str(sample_ledger)) as ledger:
        result = hear(server(ledger), lambda client: client.call_tool("contacts", {"since": since}))
    assert result.is_error
    assert since in result.content[0].text
