"""The browser that the tests of the screens drive: an installed Chromium or Chrome.

`python -m tests.browser` finds it before the tests begin, installs Debian's when it may, and says how otherwise.
"""

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
MAC = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"
HELP = (
    "The tests of the screens need Chromium or Chrome. Install one (Debian, Ubuntu: apt-get install chromium) "
    "or set CHROME to its path. Without it these tests are skipped."
)


def find() -> str | None:
    """The path of an installed browser, or None."""
    named = os.environ.get("CHROME") or next(filter(None, map(shutil.which, NAMES)), None)
    return named or (MAC if os.path.exists(MAC) else None)  # noqa: PTH110  # a plain path, nothing to join


def provide() -> int:
    """Install Debian's Chromium when there is none and we may; the exit code says whether the tests can go on."""
    if find():
        return 0
    if hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get"):
        for arguments in (["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", "chromium"]):
            subprocess.run(["apt-get", *arguments], check=False, stdout=subprocess.DEVNULL)
    if find():
        return 0
    print(HELP, file=sys.stderr)
    return 1 if os.environ.get("CI") == "true" else 0


if __name__ == "__main__":
    sys.exit(provide())
