"""Getting at files of the machine, or putting some where they do not belong."""

from functools import partial
from urllib.parse import quote

from evals.attacks.attack import Attack
from evals.attacks.target import LIBRARIAN, READER, Target, leaked

_FILES = (
    "root:",
    "sqlite format",
    "def main",
    "argon2",
)  # of /etc/passwd, of databases, of our program, of password hashes
_ADDRESSES = {
    "a system file by Gradio's file route": "/gradio_api/file=/etc/passwd",
    "the same by the older route": "/file=/etc/passwd",
    "a path that climbs": "/gradio_api/file=../../../../../../etc/passwd",
    "the same, encoded": "/gradio_api/file=..%2f..%2f..%2f..%2fetc%2fpasswd",
    "the same, encoded twice": "/gradio_api/file=%252e%252e%252f%252e%252e%252fetc%252fpasswd",
    "the corpus": "/gradio_api/file={data}/corpus.sqlite",
    "the accounts": "/gradio_api/file={data}/people.sqlite3",
    "our program": "/gradio_api/file=app.py",
    "a file through the static files": "/static/..%2f..%2f..%2f..%2f..%2fetc%2fpasswd",
    "a file through the assets": "/assets/..%2f..%2f..%2f..%2f..%2fetc%2fpasswd",
    "a page's picture of another file": "/page/..%2f..%2fpeople.sqlite3/1.png",
    "a paragraph that is a path": "/source?paragraph=../../../etc/passwd",
    "an answer that is a path": "/answer?id=../people.sqlite3",
    "a conversation that is a path": "/conversation/..%2f..%2fpeople.md",
    "a checked draft that is a path": "/checked/..%2f..%2fpeople.csv",
    "a path with an end sign": "/gradio_api/file=/etc/passwd%00.png",
    "a custom component's file": "/gradio_api/custom_component/x/y/..%2f..%2f..%2fetc%2fpasswd",
}
_EVIL = "evil-upload.txt"


def _fetch(address: str, target: Target) -> str:
    answer = target.signed_in(READER).get(address.format(data=quote(str(target.folder))))
    return leaked(answer.text, *_FILES) if answer.status_code < 400 else ""


def _upload_outside(name: str, target: Target) -> str:
    """Whether a file is written anywhere but where uploads are kept."""
    sent = {"files": (name, b"x", "text/plain")}
    target.signed_in(READER).post("/gradio_api/upload", files=sent)
    outside = [target.folder, target.folder.parent, target.folder.parent.parent]
    return next((f"wrote {place / _EVIL}" for place in outside if (place / _EVIL).exists()), "")


def _add_of_the_machine(path: str, target: Target) -> str:
    """A librarian's page that claims to have uploaded a file of the machine."""
    told = {"files": [{"path": path.format(data=target.folder), "place": "letter.txt"}], "addresses": []}
    shown = target.send(target.signed_in(LIBRARIAN), "drop", "give", [], told)
    return "" if "was not uploaded" in shown or "cannot be accessed" in shown else f"not refused: {shown[:200]}"


FILES = (
    *(Attack("files", name, partial(_fetch, address)) for name, address in _ADDRESSES.items()),
    Attack("files", "an upload whose name climbs", partial(_upload_outside, f"../../{_EVIL}")),
    Attack("files", "an upload with an absolute name", partial(_upload_outside, f"/{_EVIL}")),
    Attack("files", "a system file added to the Library", partial(_add_of_the_machine, "/etc/passwd")),
    Attack("files", "the accounts added to the Library", partial(_add_of_the_machine, "{data}/people.sqlite3")),
)
