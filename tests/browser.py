"""The browser that the tests of the screens drive: an installed Chromium or Chrome.

`python -m tests.browser` finds it before the tests begin, installs Debian's when it may, and says how otherwise.
"""

import os
import shutil
import sys

from tests.installed import provide

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


if __name__ == "__main__":
    sys.exit(provide(find, "chromium", HELP))
