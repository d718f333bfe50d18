"""What people think of an answer: sent from the buttons under it, and stored with the answer."""

from typing import Annotated

from fastapi import APIRouter, FastAPI, Request, Response
from fastapi.responses import JSONResponse
from pydantic import BaseModel, StringConstraints

from assistant.answers import Answers
from assistant.people.database import Database
from assistant.people.feedback import LONGEST, Feedbacks, Opinion
from corpus import Corpus, InspectionError
from screens.conversations import visible_to
from screens.viewer import person_of


class Given(BaseModel):
    """What is sent."""

    answer: Annotated[str, StringConstraints(max_length=100)]
    opinion: Opinion
    words: Annotated[str, StringConstraints(max_length=LONGEST)] = ""


def add_feedback(app: FastAPI, corpus: Corpus, kept: Answers) -> None:
    """Serve `POST /feedback`."""
    router, feedback = APIRouter(), Feedbacks(Database(corpus.folder))

    @router.post("/feedback", include_in_schema=False)
    def give(request: Request, given: Given) -> Response:
        frozen = kept.get(given.answer.encode(errors="replace").decode())
        if frozen is None or not visible_to(request, corpus)(frozen):
            return JSONResponse({"detail": "This answer is no longer kept."}, 404)
        try:
            feedback.give(frozen.id, person_of(request).key, given.opinion, given.words)
        except InspectionError as fault:
            return JSONResponse({"detail": str(fault)}, 503)
        return Response(status_code=204)

    app.include_router(router)
