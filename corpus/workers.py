"""Run a function over inputs in parallel processes, each input with a limit of time and of memory.

For work on files of others: a crash of a native library, an endless loop or a bomb costs that one file.

    with Workers() as workers:
        for outcome in workers.run(read, paths):
            ...
"""

import os
import pickle
import queue
import threading
from collections import deque
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Generic, TypeVar, cast

from corpus.errors import InspectionError
from corpus.worker import Limits
from corpus.worker_process import WorkerProcess

__all__ = ["Limits", "Outcome", "Report", "Workers"]

T = TypeVar("T")
R = TypeVar("R")
Report = Callable[[float], None]  # takes the share of the input that is done, from 0 to 1
_USUAL_LIMITS = Limits()
_MOST_WORKERS = 4  # each may take as much memory as its limit
_WAITING_A_WORKER = 4  # outcomes that wait for a slow caller, a worker; then it waits, too
_CLOSE_SECONDS = 10.0  # killed workers are gone in far less


@dataclass(frozen=True, slots=True)
class Outcome(Generic[R]):
    """How far an input has come, or (`done`) its result, or the fault that came instead. `number` is its index."""

    number: int
    share: float
    result: R | None
    fault: InspectionError | None
    done: bool


@dataclass(slots=True)
class _Job:
    """The workers that one `run` or `call` has in use, and whether it was left early."""

    busy: set[WorkerProcess] = field(default_factory=set)
    is_left: bool = False


class Workers:
    """Processes that are started when needed, kept for the next input, and replaced when they die or have aged.

    Close them at the end. Without that, they end with the program, however it ends. The function is one of a module
    (not of the main program's), as are the classes of its inputs and results; it sees the folder and the environment
    that the program had when its worker started.
    """

    def __init__(self, count: int | None = None, limits: Limits = _USUAL_LIMITS) -> None:
        self._count = count or min(os.cpu_count() or 1, _MOST_WORKERS)
        self._limits = limits
        self._changed = threading.Condition()  # guards all that follows, and the jobs
        self._waiting: deque[object] = deque()  # for a worker: first come, first served, so that no call starves
        self._idle: list[WorkerProcess] = []
        self._busy: set[WorkerProcess] = set()
        self._is_closed = False

    def __enter__(self) -> "Workers":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def run(self, function: Callable[[T, Report], R], inputs: Sequence[T]) -> Generator[Outcome[R], None, None]:
        """Work on the inputs in parallel; outcomes come as they happen, and exactly one for each input is `done`.

        Leaving early (`close`, or when the loop over it ends and nothing holds it) ends the work under way.
        """
        left = deque(enumerate(inputs))
        job = _Job()
        outcomes: queue.Queue[Outcome[R] | BaseException] = queue.Queue(_WAITING_A_WORKER * self._count)

        def work() -> None:
            with suppress(IndexError):  # none is left
                while True:
                    outcomes.put(self._outcome(function, *left.popleft(), outcomes, job))

        threads = [threading.Thread(target=work, daemon=True) for _ in range(min(self._count, len(left)))]
        for thread in threads:
            thread.start()
        try:
            yield from _until_all_done(outcomes, len(inputs))
        finally:
            self._leave(job)
            _join(threads, outcomes)

    def call(self, function: Callable[[T, Report], R], input: T) -> R:
        """The function's result on one input; its fault is raised. Several threads may call at once."""
        return self._perform(function, input, lambda _: None, _Job())

    def close(self) -> None:
        """End all workers, and what they are at."""
        with self._changed:
            self._is_closed = True
            for worker in self._busy:
                worker.kill()
            self._changed.notify_all()
            self._changed.wait_for(lambda: not self._busy, _CLOSE_SECONDS)  # whoever uses one ends it
            idle, self._idle = self._idle, []
        for worker in idle:
            worker.end()

    def _outcome(
        self,
        function: Callable[[T, Report], R],
        number: int,
        input: T,
        outcomes: "queue.Queue[Outcome[R] | BaseException]",
        job: _Job,
    ) -> Outcome[R] | BaseException:
        """What came of the input: an exception that is no fault of the input's ends the whole run."""

        def report(share: float) -> None:
            with suppress(queue.Full):  # a slow caller misses some; waiting would cost the input its time
                outcomes.put_nowait(Outcome(number, share, None, None, done=False))

        try:
            return Outcome(number, 1.0, self._perform(function, input, report, job), None, done=True)
        except InspectionError as fault:
            return Outcome(number, 1.0, None, fault, done=True)
        except BaseException as error:
            return error

    def _perform(self, function: Callable[[T, Report], R], input: T, report: Report, job: _Job) -> R:
        if function.__module__ == "__main__":
            raise TypeError("A worker cannot import a function of the main program: put it into a module.")
        task = pickle.dumps((function, input))
        worker = self._take(job)
        try:
            return cast(R, worker.perform(task, report))
        except InspectionError:
            self._check_open(job)  # else it is closing that killed the worker, not the input
            raise
        except BaseException:
            worker.kill()
            raise
        finally:
            self._give_back(worker, job)

    def _take(self, job: _Job) -> WorkerProcess:
        """A worker that is fit and idle, or a new one, as soon as it is our turn."""
        ticket = object()
        with self._changed:
            self._waiting.append(ticket)
            try:
                self._changed.wait_for(lambda: self._is_closed or job.is_left or self._is_turn(ticket))
                self._check_open(job)
                worker = self._fit_worker()
                self._busy.add(worker)
                job.busy.add(worker)
                return worker
            finally:
                self._waiting.remove(ticket)
                self._changed.notify_all()

    def _is_turn(self, ticket: object) -> bool:
        return self._waiting[0] is ticket and len(self._busy) < self._count

    def _check_open(self, job: _Job) -> None:
        if self._is_closed or job.is_left:
            raise RuntimeError("The workers were closed.")

    def _fit_worker(self) -> WorkerProcess:
        while self._idle:
            worker = self._idle.pop()
            if worker.is_fit:
                return worker
            worker.end()
        return WorkerProcess(self._limits)

    def _give_back(self, worker: WorkerProcess, job: _Job) -> None:
        is_kept = worker.is_fit and not self._is_closed
        if not is_kept:
            worker.end()
        with self._changed:
            self._busy.discard(worker)
            job.busy.discard(worker)
            if is_kept:
                self._idle.append(worker)
            self._changed.notify_all()

    def _leave(self, job: _Job) -> None:
        with self._changed:
            job.is_left = True
            for worker in job.busy:
                worker.kill()
            self._changed.notify_all()


def _until_all_done(outcomes: "queue.Queue[Outcome[R] | BaseException]", left: int) -> Iterator[Outcome[R]]:
    while left:
        outcome = outcomes.get()
        if isinstance(outcome, BaseException):
            raise outcome
        left -= outcome.done
        yield outcome


def _join(threads: Sequence[threading.Thread], outcomes: "queue.Queue[Outcome[R] | BaseException]") -> None:
    """Wait for the threads, which may be waiting for room for an outcome that nobody wants now."""
    for thread in threads:
        while thread.is_alive():
            with suppress(queue.Empty):
                outcomes.get_nowait()
            thread.join(0.01)
