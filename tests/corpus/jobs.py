"""What the tests of `corpus.workers` let workers do: as readers do, well and badly."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from corpus import InspectionError, UnreadableFile, UnusableInput
from corpus.workers import Report


class Particular(InspectionError):
    """A fault made in another way than the others."""

    def __init__(self, file: str) -> None:
        super().__init__(f"{file} is particular.", "Ask for another.")
        self.file = file


def double(number: int, report: Report) -> int:
    """Twice the number."""
    return 2 * number


def steps(count: int, report: Report) -> str:
    """Reports each step, a tenth of a second apart at least."""
    for step in range(count):
        report(step / count)
        time.sleep(0.11)
    return "done"


def meet(both: tuple[Path, Path], report: Report) -> bool:
    """Comes here, and waits for the other: two inputs can only meet if they are worked on at once."""
    here, other = both
    here.touch()
    end = time.monotonic() + 50
    while not other.exists() and time.monotonic() < end:
        time.sleep(0.01)
    return other.exists()


def chatter(count: int, report: Report) -> int:
    """Reports far too often, and shares that cannot be."""
    for step in range(count):
        report(step)
    return count


def refuse(file: str, report: Report) -> None:
    """Raises a fault of ours."""
    raise UnusableInput(f"{file} is not for us.", "Give us another.")


def be_particular(file: str, report: Report) -> None:
    """Raises a fault with a constructor of its own."""
    raise Particular(file)


def fail(words: str, report: Report) -> None:
    """Raises what a library might."""
    raise ValueError(words)


def unpicklable(_: object, report: Report) -> object:
    """Returns what cannot be sent."""
    return lambda: None


class Boomerang:
    """Cannot be unpickled."""

    def __reduce__(self) -> tuple[object, ...]:
        return divmod, (1, 0)


def boomerang(_: object, report: Report) -> Boomerang:
    """Returns what fails on arrival."""
    return Boomerang()


def measure(content: bytes, report: Report) -> int:
    """How long it is."""
    return len(content)


def behave(kind: str, report: Report) -> str:
    """Each kind of trouble by its name; all else is fine."""
    match kind:
        case "hang":
            time.sleep(600)
        case "loop":
            while True:
                pass
        case "segfault":
            os.kill(os.getpid(), signal.SIGSEGV)
        case "exit":
            os._exit(0)
        case "sys.exit":
            sys.exit(0)
        case "bomb":
            return str(len(bytes(4 * 1024**3)))
        case "no memory":
            raise OSError(12, "Cannot allocate memory")
        case "broken":
            raise UnreadableFile(f"{kind}.", "Mend it.")
    return f"{kind} is read"


def print_all(words: str, report: Report) -> str:
    """Prints in every way there is."""
    print(words, flush=True)
    print(words, file=sys.stderr, flush=True)
    os.write(1, words.encode())
    os.write(2, words.encode())
    subprocess.run([sys.executable, "-c", f"print({words!r})"], check=True)
    return sys.stdin.read()


def number_of_process(_: object, report: Report) -> int:
    """Which process this is."""
    return os.getpid()


def mark(path: Path, report: Report) -> str:
    """Leaves a line behind, so that a second turn shows; dies on files named so."""
    with path.open("a") as file:
        file.write("here\n")
    return behave(path.name, report)


def start_child(note: Path, report: Report) -> None:
    """Starts a program that takes long, and writes down its number and ours."""
    child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
    note.with_suffix(".part").write_text(f"{child.pid} {os.getpid()}")
    note.with_suffix(".part").rename(note)
    child.wait()


def start_child_and_crash(note: Path, report: Report) -> None:
    """Dies while a program that it has started goes on."""
    child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
    note.write_text(f"{child.pid}")
    os._exit(3)


def modules(_: object, report: Report) -> list[str]:
    """Which modules the worker has imported."""
    return sorted(sys.modules)
