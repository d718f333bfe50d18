"""Making the app fetch what only it can reach."""

from functools import partial

import httpx

from evals.attacks.attack import Attack
from evals.attacks.target import LIBRARIAN, READER, Target

# What says so where an address is refused for what it is, and not because nothing was there.
_REFUSED = ("inside a private network", "are not read, only https", "such addresses are not fetched")
_ADDRESSES = (
    "http://127.0.0.1:{port}/health",
    "http://localhost:{port}/health",
    "http://[::1]:{port}/health",
    "http://2130706433:{port}/health",
    "http://0x7f000001:{port}/health",
    "http://127.1:{port}/health",
    "http://0.0.0.0:{port}/health",
    "http://[::ffff:127.0.0.1]:{port}/health",
    "http://user:password@127.0.0.1:{port}/health",
    "http://169.254.169.254/latest/meta-data/",
    "http://10.0.0.1/",
    "http://192.168.0.1/",
    "file:///etc/passwd",
    "ftp://127.0.0.1/etc/passwd",
    "gopher://127.0.0.1:6379/_INFO",
)


def _added(address: str, target: Target) -> str:
    """Whether a librarian who adds this address is given anything of it, or it is so much as tried."""
    wanted = address.format(port=httpx.URL(target.address).port)
    before = target.signed_in(LIBRARIAN).get("/api/forces").text
    shown = target.send(target.signed_in(LIBRARIAN), "drop", "give", [], {"files": [], "addresses": [wanted]})
    if not any(words in shown for words in _REFUSED):
        return f"not refused: {shown[:200]}"
    return "" if target.signed_in(LIBRARIAN).get("/api/forces").text == before else "a document was added"


def _through_gradio(target: Target) -> str:
    port = httpx.URL(target.address).port
    for route in ("/gradio_api/proxy=", "/proxy="):
        answer = target.signed_in(READER).get(f"{route}http://127.0.0.1:{port}/health")
        if answer.status_code == 200 and "alive" in answer.text:
            return f"fetched: {answer.text[:100]}"
    return ""


NETWORK = (
    *(
        Attack("network", f"a document at {address.replace('{port}', 'PORT')}", partial(_added, address))
        for address in _ADDRESSES
    ),
    Attack("network", "Gradio's proxy", _through_gradio),
)
