"""`/health`: the process lives. `/ready`: it can answer; else why not, without a path or a name."""

import time

from fastapi import FastAPI
from fastapi.responses import JSONResponse

from assistant import Assistant
from corpus import InspectionError
from screens.work import Work

PATIENCE = 120.0  # seconds that the index may lag behind: documents that were just added are no fault
KEPT_SECONDS = 2.0  # how long what was found is told again: several may ask, and each look costs some milliseconds
STOPPING = "The app is stopping."
NO_CORPUS = "The data folder cannot be used."
NO_INDEX = "The index, or the store it is in, cannot be used."
BEHIND = "The index could not be brought in step with the documents for some minutes."
NO_MODEL = "The language model that MODEL names could not be used when the app started."


class Readiness:
    """Whether the app can answer."""

    def __init__(self, assistant: Assistant, work: Work) -> None:
        self._assistant = assistant
        self._work = work
        self._found: tuple[str, ...] = ()
        self._until = 0.0
        self._in_step = time.monotonic()

    def reasons(self) -> tuple[str, ...]:
        """Why it cannot; nothing when it can."""
        if self._work.is_stopping:
            return (STOPPING,)
        if time.monotonic() >= self._until:
            self._found = tuple(filter(None, (look() for look in (self._corpus, self._index, self._model))))
            self._until = time.monotonic() + KEPT_SECONDS
        return self._found

    def _corpus(self) -> str:
        try:
            self._assistant.corpus.stamp()
        except InspectionError:
            return NO_CORPUS
        return ""

    def _index(self) -> str:
        """Documents that were just added are no reason; that they cannot be indexed is one."""
        try:
            if not self._assistant.index.lag():
                self._in_step = time.monotonic()
        except InspectionError:
            return NO_INDEX
        return BEHIND if time.monotonic() > self._in_step + PATIENCE else ""

    def _model(self) -> str:
        return NO_MODEL if self._assistant.notice else ""


def add_health(app: FastAPI, assistant: Assistant, work: Work) -> None:
    """Serve `/health` and `/ready`."""
    readiness = Readiness(assistant, work)

    @app.get("/health", include_in_schema=False)
    async def health() -> JSONResponse:
        return JSONResponse({"status": "alive"})

    @app.get("/ready", include_in_schema=False)
    def ready() -> JSONResponse:
        reasons = readiness.reasons()
        if reasons:
            return JSONResponse({"status": "not ready", "reasons": reasons}, 503, {"Cache-Control": "no-store"})
        return JSONResponse({"status": "ready"}, headers={"Cache-Control": "no-store"})
