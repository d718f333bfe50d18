"""The assistant as tools of the Model Context Protocol, for other assistants. The only file that imports its SDK.

What the tools return are the contract's objects; what is wrong with an input comes back as an error with its remedy.
"""

from collections.abc import Callable
from typing import Annotated, Any, Literal

from mcp.server.mcpserver import Context, MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp.types import ToolAnnotations
from pydantic import Field

from assistant.programs import MOST_HITS, Programs
from corpus import InspectionError
from corpus.command import Json

INSTRUCTIONS = """Findings of police inspection letters and reports (HMIC, HMICFRS and partners), each with its checked source.
Every claim of `ask` and every line of `brief` carries citations: quote them exactly, with their reference. A status other than `answered` or
`partly_answered` means that the documents do not clearly say it: say so, and do not answer from elsewhere. Use `check` on a text before handing it on."""

Sees = Callable[
    [Any], bool
]  # of the HTTP request, None for standard input: whether who asks may see what is under embargo

Forces = Annotated[list[str], Field(description='Ids of police forces, such as "staffordshire"; none for all.')]
From = Annotated[str, Field(description='The first day, as "2019-01-01"; empty for no bound.')]
To = Annotated[str, Field(description='The last day, as "2022-12-31"; empty for no bound.')]


def mcp_server(programs: Programs, sees: Sees) -> MCPServer[Any]:
    """A server of the tools search, ask, check, brief, show_paragraph and list_forces."""
    server: MCPServer[Any] = MCPServer(
        "inspection-assistant", title="Inspection assistant", instructions=INSTRUCTIONS, log_level="WARNING"
    )
    tool = server.tool(annotations=ToolAnnotations(read_only_hint=True, open_world_hint=False), structured_output=True)

    def embargoed(context: Context) -> bool:
        return sees(context.request_context.request)

    @tool
    def search(
        question: str,
        context: Context,
        limit: Annotated[int, Field(ge=1, le=MOST_HITS, description="How many paragraphs.")] = 10,
    ) -> Json:
        """The best paragraphs for a question, best first, without an answer."""
        return _told(lambda: programs.search(question, limit, embargoed(context)))

    @tool
    def ask(question: str, context: Context, forces: Forces = [], first: From = "", last: To = "") -> Json:  # noqa: B006
        """Answer a question about what inspections found: claims with their citations, or why there is none."""
        sent = {"question": question, "forces": forces, "from": first, "to": last}
        return _told(lambda: programs.ask(sent, embargoed(context)))

    @tool
    def check(text: str, context: Context) -> Json:
        """Check each statement of a text against the documents: supported, contradicted, misquoted, not_found or nothing_to_check."""
        return _told(lambda: {"statements": programs.check(text, embargoed(context))})

    @tool
    def brief(
        force: Annotated[str, Field(description='The id of a police force, such as "staffordshire".')],
        context: Context,
        themes: Annotated[list[str], Field(description="Themes, or words of your own; none for all.")] = [],  # noqa: B006
        first: From = "",
        last: To = "",
        length: Literal["one", "two", "full"] = "two",
    ) -> Json:
        """A briefing on a force: lines under headings, each with its citation."""
        sent = {"force": force, "themes": themes, "from": first, "to": last, "length": length}
        return _told(lambda: programs.brief(sent, embargoed(context)))

    @tool
    def show_paragraph(
        paragraph: Annotated[str, Field(description="The id of a paragraph, as citations and hits have it.")],
        context: Context,
    ) -> Json:
        """A whole paragraph with its document, date, heading and page, and the ids of those before and after it."""
        return _told(lambda: programs.paragraph(paragraph, embargoed(context)))

    @tool
    def list_forces(context: Context) -> Json:
        """The police forces that documents are held on, with these documents, latest first."""
        return _told(lambda: {"forces": programs.forces(embargoed(context))})

    return server


def _told(work: Callable[[], Json]) -> Json:
    try:
        return work()
    except InspectionError as fault:
        raise ToolError(str(fault)) from fault
