"""The tools for other assistants over standard input and output, with a real client."""

import os
import sys
from pathlib import Path
from typing import Any

from mcp.client.client import Client
from mcp.client.stdio import StdioServerParameters, stdio_client

from tests.aside import in_a_loop_of_its_own
from tests.conftest import ROOT


def test_another_assistant_asks_and_is_told_what_is_wrong(data: Path) -> None:
    command = StdioServerParameters(
        command=sys.executable,
        args=["-m", "assistant", "mcp"],
        env={**os.environ, "INSPECTION_DATA": str(data)},
        cwd=ROOT,
    )

    async def use() -> None:
        async with Client(stdio_client(command)) as client:
            told = await client.call_tool("ask", {"question": "How does Staffordshire handle wanted suspects?"})
            answer: Any = told.structured_content
            assert answer["status"] == "answered"
            assert all(claim["citations"][0]["quote"] in claim["text"] for claim in answer["claims"])
            wrong = await client.call_tool("ask", {"question": "Why?", "first": "soon"})
            assert wrong.is_error
            assert "not a day" in str(wrong.content)
            long = await client.call_tool("brief", {"force": "staffordshire", "themes": ["x" * 201]})
            assert "A theme is too long." in str(long.content)

    in_a_loop_of_its_own(use)
