"""Figures for Prometheus at `/metrics`, in a registry of our own. Their labels are words of ours, never anybody's."""

from collections.abc import Iterable
from functools import lru_cache

from fastapi import FastAPI, Request, Response
from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    ProcessCollector,
    disable_created_metrics,
    generate_latest,
)
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from prometheus_client.metrics_core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from assistant import Answer, Assistant
from assistant.answer import EXTRACTIVE
from corpus import Corpus, InspectionError
from screens.clients import LOOPBACK, address_of, is_within, networks, trusted_proxies
from screens.logs import tell
from screens.work import Work

PATH = "/metrics"
# Seconds: an answer that quotes takes 0.1 to 1, one by a model up to a minute, a long draft several.
_BOUNDS = (0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300)
disable_created_metrics()  # type: ignore[no-untyped-call]  # a second series for each, of when it began, that nobody reads
REGISTRY = CollectorRegistry()
ANSWERS = Counter("inspection_answers", "Answers given, by how they came out.", ["status", "writer"], registry=REGISTRY)
WITHHELD = Counter("inspection_withheld_claims", "Statements of a model that were not shown.", registry=REGISTRY)
SECONDS = Histogram(
    "inspection_work_seconds", "What a piece of work took.", ["work"], buckets=_BOUNDS, registry=REGISTRY
)
REQUESTS = Counter("inspection_requests", "Requests, by route and status.", ["route", "status"], registry=REGISTRY)
REFUSED = Counter("inspection_refused_requests", "Requests that were refused, by why.", ["why"], registry=REGISTRY)
ERRORS = Counter("inspection_errors", "Faults that nobody expected, by their kind.", ["kind"], registry=REGISTRY)
UNDER_WAY = Gauge("inspection_work_under_way", "Work being done.", registry=REGISTRY)
WAITING = Gauge("inspection_work_waiting", "What waits for its turn.", registry=REGISTRY)
ProcessCollector(registry=REGISTRY)  # memory, processor time, open files; on Linux


def answered(answer: Answer) -> None:
    """Count an answer, and write down how it came out."""
    writer = EXTRACTIVE if answer.writer == EXTRACTIVE else "model"
    ANSWERS.labels(answer.status, writer).inc()
    WITHHELD.inc(answer.withheld)
    tell("answer", status=answer.status, writer=writer, seconds=round(answer.seconds, 3), withheld=answer.withheld)


class Holdings(Collector):
    """What the corpus holds, and how far the index lags behind it; counted when it is asked for."""

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant
        self._paragraphs = lru_cache(1)(lambda stamp: _paragraphs(assistant.corpus))

    def collect(self) -> Iterable[Metric]:
        """The gauges; none while the data folder cannot be used, which `/ready` tells."""
        corpus = self._assistant.corpus
        try:
            counts = {
                "inspection_documents": ("Documents held.", len(corpus.documents())),
                "inspection_paragraphs": ("Paragraphs held.", self._paragraphs(corpus.stamp())),
                "inspection_index_lag_documents": ("Documents not indexed as they are.", self._assistant.index.lag()),
            }
        except InspectionError:
            return
        for name, (meaning, count) in counts.items():
            yield GaugeMetricFamily(name, meaning, count)


def add_metrics(app: FastAPI, assistant: Assistant, work: Work) -> None:
    """Serve `/metrics` to this machine, and to METRICS_FROM (addresses and networks). Raises `UnusableInput`."""
    allowed, trusted = LOOPBACK + networks("METRICS_FROM"), trusted_proxies()
    here = CollectorRegistry()
    here.register(Holdings(assistant))
    UNDER_WAY.set_function(lambda: work.under_way)
    WAITING.set_function(lambda: work.waiting)

    @app.get(PATH, include_in_schema=False)
    def metrics(request: Request) -> Response:
        if not is_within(address_of(request.scope, trusted), allowed):
            return Response("Not for this address; METRICS_FROM names those that may.", 403, media_type="text/plain")
        return Response(generate_latest(REGISTRY) + generate_latest(here), media_type=CONTENT_TYPE_LATEST)


def _paragraphs(corpus: Corpus) -> int:
    return sum(corpus.paragraph_count(document.id) for document in corpus.documents())
