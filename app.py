"""Build the screens and serve them: `python app.py`, at http://127.0.0.1:7860 unless HOST or PORT say otherwise."""

import os
import sys

from assistant import assistant_of
from corpus import UnusableInput, data_folder, open_corpus
from corpus.command import run
from index import Index
from index.following import Following
from screens import build_app, serve, share_memory
from screens.logs import configure_logs
from screens.sign_in import require_sign_in


def main() -> int:
    """Open the corpus, mend the index, serve the screens; returns the exit code."""
    return run(_serve)


def _serve() -> bool:
    share_memory()
    configure_logs()
    host, port = os.environ.get("HOST", "127.0.0.1"), _port()
    require_sign_in(host)
    corpus = open_corpus(data_folder())
    index = Index(corpus)
    index.sync()
    assistant = assistant_of(corpus, index)
    if assistant.notice:
        print(assistant.notice, file=sys.stderr, flush=True)
    with Following(index):
        serve(build_app(assistant), host, port)
    return True


def _port() -> int:
    named = os.environ.get("PORT", "7860")
    if not named.isdecimal() or not 0 < int(named) < 65536:
        raise UnusableInput(f"PORT is {named!r}.", "Set it to a number from 1 to 65535.")
    return int(named)


if __name__ == "__main__":
    sys.exit(main())
