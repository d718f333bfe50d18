"""What a command costs: the time it takes, and the memory it and the processes it starts have in use."""

import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

_ROOT = Path(__file__).parent.parent
_MEGABYTE = 1_000_000
_UNIT = 1 if sys.platform == "darwin" else 1024  # bytes, in which the system counts memory
_LOOK_SECONDS = 0.05
_PAGE = 4096 if sys.platform == "win32" else os.sysconf("SC_PAGE_SIZE")


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds on the clock, seconds of the processors, and the most memory in use (0 where it is not told)."""

    seconds: float
    processor: float
    megabytes: float


def cost(folder: Path, module: str, *arguments: str) -> Cost:
    """Run one of our commands on that data folder."""
    environment = {**os.environ, "INSPECTION_DATA": str(folder)}
    command = [sys.executable, "-m", module, *arguments]
    started = time.perf_counter()
    with subprocess.Popen(command, cwd=_ROOT, env=environment, stdout=subprocess.DEVNULL) as process:
        processor, megabytes = _watched(process)
    if process.returncode:
        raise RuntimeError(f"python -m {' '.join([module, *arguments[:1]])} failed.")
    return Cost(time.perf_counter() - started, processor, megabytes)


def _watched(process: "subprocess.Popen[bytes]") -> tuple[float, float]:
    """Processor seconds and memory: of all together where the system has /proc, else of the largest process."""
    if sys.platform == "win32":
        process.wait()
        return 0.0, 0.0
    most, ended = 0, 0
    while not ended:
        most = max(most, in_use(process.pid))
        time.sleep(_LOOK_SECONDS)
        ended, status, usage = os.wait4(process.pid, os.WNOHANG)
    process.returncode = os.waitstatus_to_exitcode(status)
    return usage.ru_utime + usage.ru_stime, max(most, usage.ru_maxrss * _UNIT) / _MEGABYTE


def in_use(number: int) -> int:
    """Bytes that a process and all below it have in memory now; what they share counts for each."""
    folder = Path("/proc") / str(number)
    try:
        pages = int((folder / "statm").read_text(encoding="ascii").split()[1])
        below = [each.read_text(encoding="ascii").split() for each in folder.glob("task/*/children")]
    except (OSError, IndexError):  # it has just ended, or there is no /proc
        return 0
    return pages * _PAGE + sum(in_use(int(child)) for children in below for child in children)
