"""Work in other processes: what fails there costs one input and never the program."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from corpus import InspectionError, UnreadableFile, UnusableInput
from corpus.workers import Limits, Outcome, R, Workers
from tests.conftest import ROOT
from tests.corpus import jobs

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals and process groups are POSIX's")
GB = 1024**3


@pytest.fixture(scope="module")
def workers() -> Iterator[Workers]:
    with Workers(2, Limits(seconds=60, bytes=GB)) as workers:
        yield workers


@pytest.fixture
def hasty() -> Iterator[Workers]:
    """Workers that are given one second an input."""
    with Workers(2, Limits(seconds=1)) as workers:
        yield workers


def faults(outcomes: Iterator[Outcome[R]]) -> dict[int, str]:
    """The fault of each input that has one."""
    return {outcome.number: str(outcome.fault) for outcome in outcomes if outcome.fault}


def wait_for(condition: Callable[[], object], seconds: float = 10) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "It took too long."
        time.sleep(0.02)


def is_gone(process: int) -> bool:
    """Whether the process has ended (it may not have been waited for, as the children of the dead)."""
    state = subprocess.run(["ps", "-o", "stat=", "-p", str(process)], capture_output=True, text=True).stdout.strip()
    return state in ("", "Z", "Z+", "Zs")


def test_each_input_has_one_result(workers: Workers) -> None:
    outcomes = list(workers.run(jobs.double, range(200)))
    assert all(outcome.done for outcome in outcomes)
    assert {outcome.number: outcome.result for outcome in outcomes} == {number: 2 * number for number in range(200)}
    assert len(outcomes) == 200


def test_nothing_to_do(workers: Workers) -> None:
    assert list(workers.run(jobs.double, [])) == []


def test_large_inputs_and_results_pass(workers: Workers) -> None:
    assert workers.call(jobs.double, 10**1_000_000) == 2 * 10**1_000_000


def test_two_inputs_at_once(workers: Workers, tmp_path: Path) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    outcomes = [outcome for outcome in workers.run(jobs.meet, [(one, two), (two, one)]) if outcome.done]
    assert [outcome.result for outcome in outcomes] == [True, True]


def test_progress_comes_between(workers: Workers) -> None:
    outcomes = list(workers.run(jobs.steps, [4]))
    assert [outcome.share for outcome in outcomes] == [0, 0.25, 0.5, 0.75, 1]
    assert [outcome.done for outcome in outcomes] == [False] * 4 + [True]
    assert outcomes[-1].result == "done"


def test_progress_is_not_told_more_than_can_be_seen(workers: Workers) -> None:
    outcomes = list(workers.run(jobs.chatter, [200_000]))
    assert len(outcomes) < 50
    assert all(0 <= outcome.share <= 1 for outcome in outcomes)


def test_a_fault_arrives_as_it_was_raised(workers: Workers) -> None:
    with pytest.raises(UnusableInput) as caught:
        workers.call(jobs.refuse, "letter.pdf")
    assert (caught.value.problem, caught.value.remedy) == ("letter.pdf is not for us.", "Give us another.")
    assert str(caught.value) == "letter.pdf is not for us. Give us another."


def test_a_fault_with_another_constructor_arrives_too(workers: Workers) -> None:
    with pytest.raises(jobs.Particular) as caught:
        workers.call(jobs.be_particular, "letter.pdf")
    assert (caught.value.file, caught.value.remedy) == ("letter.pdf", "Ask for another.")


def test_any_other_exception_is_an_unreadable_file() -> None:
    with (
        Workers(1) as workers,
        pytest.raises(UnreadableFile, match=r"It could not be read \(ValueError: no table\)\. Open it and"),
    ):
        workers.call(jobs.fail, "no table\n and a long story")


def test_an_exception_without_words(workers: Workers) -> None:
    with pytest.raises(UnreadableFile, match=r"could not be read \(ValueError\)\. "):
        workers.call(jobs.fail, "")


def test_a_result_that_cannot_be_sent_is_a_fault(workers: Workers) -> None:
    with pytest.raises(UnreadableFile, match="could not be read"):
        workers.call(jobs.unpicklable, None)


def test_a_mistake_of_ours_is_no_fault_of_the_file(workers: Workers) -> None:
    with pytest.raises(ZeroDivisionError):
        list(workers.run(jobs.boomerang, [1, 2, 3]))
    with pytest.raises(TypeError, match="pickle"):
        workers.call(jobs.boomerang, (each for each in "generator"))
    assert workers.call(jobs.double, 4) == 8


def test_an_input_too_large_for_the_worker_costs_itself() -> None:
    with Workers(1, Limits(bytes=GB // 4)) as workers:
        told = faults(workers.run(jobs.measure, [b"small", bytes(GB // 4), b"small"]))
    assert told.keys() == {1}


@pytest.mark.parametrize("kind", ["segfault", "exit", "sys.exit"])
def test_a_crash_costs_one_input(workers: Workers, kind: str) -> None:
    told = faults(workers.run(jobs.behave, ["a", kind, "b", "c"]))
    assert told.keys() == {1}
    assert told[1].startswith("The reader crashed on it. Open it and save it again")


@pytest.mark.skipif(sys.platform == "darwin", reason="macOS does not limit memory")
@pytest.mark.parametrize("kind", ["bomb", "no memory"])
def test_a_memory_bomb_costs_one_input(kind: str) -> None:
    with Workers(1, Limits(bytes=GB)) as workers:
        told = faults(workers.run(jobs.behave, ["a", kind, "b", "c"]))
    assert told.keys() == {1}
    assert told[1].startswith("It needs more memory than the 1,024 MB it is given. Split it")


@pytest.mark.parametrize("kind", ["hang", "loop"])
def test_an_endless_loop_costs_one_input(hasty: Workers, kind: str) -> None:
    told = faults(hasty.run(jobs.behave, ["a", kind, "b", "c"]))
    assert told.keys() == {1}
    assert told[1].startswith("It took longer than the 1 seconds it is given. Split it")


def test_no_input_is_worked_on_twice(hasty: Workers, tmp_path: Path) -> None:
    paths = [tmp_path / name for name in ["a", "segfault", "b", "exit", "hang", "c", "broken", "d"]]
    assert len(faults(hasty.run(jobs.mark, paths))) == 4
    assert {path.read_text() for path in paths} == {"here\n"}


def test_what_a_late_worker_has_started_ends_with_it(hasty: Workers, tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="took longer"):
        hasty.call(jobs.start_child, tmp_path / "note")
    child, worker = map(int, (tmp_path / "note").read_text().split())
    wait_for(lambda: is_gone(child) and is_gone(worker))


def test_what_a_crashed_worker_has_started_ends_with_it(workers: Workers, tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="crashed"):
        workers.call(jobs.start_child_and_crash, tmp_path / "note")
    wait_for(lambda: is_gone(int((tmp_path / "note").read_text())))


def test_nothing_is_printed(capfd: pytest.CaptureFixture[str]) -> None:
    with Workers(1) as workers:
        assert workers.call(jobs.print_all, "a warning of the library") == ""
    assert capfd.readouterr() == ("", "")


def test_workers_are_kept_and_replaced_when_they_have_aged() -> None:
    with Workers(1) as workers:
        processes = [outcome.result for outcome in workers.run(jobs.number_of_process, range(60))]
        processes += [workers.call(jobs.number_of_process, None)]
    assert processes == [processes[0]] * 50 + [processes[-1]] * 11
    assert processes[0] != processes[-1]


def test_a_worker_that_died_while_idle_is_replaced() -> None:
    with Workers(1) as workers:
        process = workers.call(jobs.number_of_process, None)
        os.kill(process, signal.SIGKILL)
        wait_for(lambda: is_gone(process))
        assert workers.call(jobs.double, 4) == 8


def test_calls_from_several_threads(workers: Workers) -> None:
    with ThreadPoolExecutor(8) as threads:
        results = list(threads.map(lambda number: workers.call(jobs.double, number), range(50)))
    assert results == [2 * number for number in range(50)]


def test_a_call_has_its_turn_during_a_run() -> None:
    with Workers(1) as workers:
        outcomes = workers.run(jobs.steps, [1] * 50)
        next(outcomes)
        start = time.monotonic()
        assert workers.call(jobs.double, 4) == 8
        assert time.monotonic() - start < 3  # the run takes twice as long
        outcomes.close()


def test_leaving_early_ends_the_work_and_leaves_the_workers_usable(workers: Workers, tmp_path: Path) -> None:
    outcomes = workers.run(jobs.behave, ["a", "hang", "hang", "b"])
    assert next(outcomes).result == "a is read"
    start = time.monotonic()
    outcomes.close()
    assert time.monotonic() - start < 5
    assert workers.call(jobs.double, 4) == 8


def test_a_caller_may_take_its_time(hasty: Workers) -> None:
    shares = []
    for outcome in hasty.run(jobs.steps, [3] * 12):
        time.sleep(0.1)  # outcomes come faster than they are taken
        shares += [outcome.number] * outcome.done
    assert sorted(shares) == list(range(12))


def test_leaving_a_run_whose_outcomes_nobody_took(workers: Workers) -> None:
    outcomes = workers.run(jobs.double, range(100))
    next(outcomes)
    time.sleep(0.3)  # the workers wait for room
    outcomes.close()
    assert workers.call(jobs.double, 4) == 8


def test_closing_ends_what_is_under_way(tmp_path: Path) -> None:
    workers = Workers(1)
    with ThreadPoolExecutor(1) as thread:
        called = thread.submit(workers.call, jobs.start_child, tmp_path / "note")
        wait_for((tmp_path / "note").exists)
        workers.close()
        with pytest.raises(RuntimeError, match="closed"):
            called.result()
    wait_for(lambda: all(is_gone(int(process)) for process in (tmp_path / "note").read_text().split()))


def test_closed_workers_take_nothing() -> None:
    workers = Workers(1)
    workers.close()
    with pytest.raises(RuntimeError, match="closed"):
        list(workers.run(jobs.double, [1]))


def test_a_function_of_the_main_program_is_refused(workers: Workers, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs.double, "__module__", "__main__")
    with pytest.raises(TypeError, match="put it into a module"):
        list(workers.run(jobs.double, [1]))


def test_no_file_stays_open() -> None:
    def opened() -> int:
        return len(list(Path("/dev/fd").iterdir()))

    before = opened()
    with Workers(2, Limits(seconds=1)) as workers:
        list(workers.run(jobs.behave, ["a", "segfault", "hang", "b"]))
    assert opened() == before


@pytest.mark.parametrize("executable", ["/bin/false", "/there/is/none"])
def test_a_worker_that_cannot_start_is_told(monkeypatch: pytest.MonkeyPatch, executable: str) -> None:
    monkeypatch.setattr(sys, "executable", executable)
    with Workers(1) as workers, pytest.raises(InspectionError, match="does not start"):
        workers.call(jobs.double, 4)


def test_a_worker_imports_little(workers: Workers) -> None:
    held = workers.call(jobs.modules, None)
    assert not {"pytest", "gradio", "numpy", "torch"} & set(held)


def program(tmp_path: Path, job: str) -> "subprocess.Popen[str]":
    """A program that runs a job on two inputs, with a main module that no worker may import."""
    main = tmp_path / "main.py"
    main.write_text(
        "import sys\n"
        f"sys.path.insert(0, {str(ROOT)!r})\n"
        "from pathlib import Path\n"
        "from corpus.workers import Workers\n"
        "from tests.corpus import jobs\n"
        "print('imported', flush=True)\n"
        f"notes = [Path({str(tmp_path)!r}) / name for name in 'ab']\n"
        f"for outcome in Workers(2).run(jobs.{job}, notes):\n"
        "    print(outcome.number, outcome.result, outcome.fault)\n"
    )
    return subprocess.Popen([sys.executable, str(main)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def test_the_main_module_is_not_imported_again(tmp_path: Path) -> None:
    output, errors = program(tmp_path, "mark").communicate(timeout=60)
    assert sorted(output.splitlines()) == ["0 a is read None", "1 b is read None", "imported"]
    assert errors == ""


def test_no_worker_outlives_a_killed_program(tmp_path: Path) -> None:
    with program(tmp_path, "start_child") as killed:
        wait_for(lambda: (tmp_path / "a").exists() and (tmp_path / "b").exists(), 60)
        killed.kill()
    left = [int(process) for name in "ab" for process in (tmp_path / name).read_text().split()]
    assert len(left) == 4
    wait_for(lambda: all(map(is_gone, left)))


def test_interrupting_the_program_ends_all_in_silence(tmp_path: Path) -> None:
    with program(tmp_path, "start_child") as interrupted:
        wait_for(lambda: (tmp_path / "a").exists() and (tmp_path / "b").exists(), 60)
        interrupted.send_signal(signal.SIGINT)
        _, errors = interrupted.communicate(timeout=60)
    assert errors.count("Traceback") == 1  # the program's own
    left = [int(process) for name in "ab" for process in (tmp_path / name).read_text().split()]
    wait_for(lambda: all(map(is_gone, left)))
