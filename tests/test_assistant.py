"""What an assistant is answered, over standard input and output, as the protocol's own client hears it."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from mcp import Client, StdioServerParameters

from communique.ledger import Ledger, Question, RecordKind

TOOLS = {"contacts", "statements", "channels", "accounts", "evidence", "search", "explain"}


def ask(ledger: str, questions: Callable[[Client], Awaitable[Any]]) -> Any:
    """The answer to questions put to a program that is started for them."""
    command = StdioServerParameters(
        command=sys.executable,
        args=["-m", "communique", "mcp", "--ledger", ledger],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )

    async def run() -> Any:
        async with Client(command, read_timeout_seconds=60) as client:
            return await questions(client)

    return asyncio.run(run())


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

    ask(str(sample_ledger), questions)


@pytest.mark.parametrize("since", ["tomorrow", "2022-13"])
def test_what_is_asked_wrong_is_said(sample_ledger: Path, since: str):
    from communique.assistant import server

    async def run(ledger: Ledger) -> Any:
        async with Client(server(ledger)) as client:
            return await client.call_tool("contacts", {"since": since})

    with Ledger.open(str(sample_ledger)) as ledger:
        assert list(ledger.entries(RecordKind.CONTACT, Question(last=1)))
        result = asyncio.run(run(ledger))
    assert result.is_error
    assert since in result.content[0].text
