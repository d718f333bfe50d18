"""What programs send over plain HTTP, with its bounds; unknown fields are refused, for they are mostly slips."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from assistant.briefing.themes import MOST_THEMES
from assistant.drafts.pasted import MOST_CHARACTERS
from assistant.programs import LONGEST_THEME

LONGEST = 2000  # characters of a question
LONGEST_ANSWER = 20_000  # characters of an earlier answer
MOST_TURNS = 50

Day = Annotated[str, Field(description='A day, as "2019-01-01"; empty for no bound.', max_length=10)]
Ids = Annotated[list[Annotated[str, Field(max_length=100)]], Field(max_length=60)]


class _Sent(BaseModel):
    model_config = ConfigDict(extra="forbid", populate_by_name=True)


class Turn(_Sent):
    """A question before this one, and what was answered."""

    question: Annotated[str, Field(max_length=LONGEST)]
    answer: Annotated[str, Field(max_length=LONGEST_ANSWER)] = ""


class Ask(_Sent):
    """A question, what was said before, and what narrows it."""

    question: Annotated[str, Field(max_length=LONGEST, examples=["How does Staffordshire handle wanted suspects?"])]
    history: Annotated[list[Turn], Field(max_length=MOST_TURNS)] = []
    forces: Annotated[Ids, Field(description="Ids of forces; none for all.")] = []
    first: Annotated[Day, Field(alias="from")] = ""
    last: Annotated[Day, Field(alias="to")] = ""
    kinds: Annotated[Ids, Field(description="Kinds of documents; none for all.")] = []


class Check(_Sent):
    """A draft, as plain text."""

    text: Annotated[str, Field(max_length=MOST_CHARACTERS)]


class Brief(_Sent):
    """A briefing to be made."""

    force: Annotated[str, Field(max_length=100, examples=["staffordshire"])]
    themes: Annotated[
        list[Annotated[str, Field(max_length=LONGEST_THEME)]],
        Field(max_length=MOST_THEMES, description="Themes, or words of your own; none for all."),
    ] = []
    first: Annotated[Day, Field(alias="from")] = ""
    last: Annotated[Day, Field(alias="to")] = ""
    length: Literal["one", "two", "full"] = "two"
