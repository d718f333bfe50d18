"""Programs that tests need and pip cannot bring: found, or installed where we may."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable


def provide(find: Callable[[], object], package: str, help: str) -> int:
    """Install Debian's package when `find` finds nothing and we may; the exit code says whether the tests can go on."""
    if find():
        return 0
    if hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get"):
        for arguments in (["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", package]):
            subprocess.run(["apt-get", *arguments], check=False, stdout=subprocess.DEVNULL)
    if find():
        return 0
    print(help, file=sys.stderr)
    return 1 if os.environ.get("CI") else 0
