"""Ids of documents: made of the names of their files, and told apart where those are alike."""

import re
from itertools import chain, count
from pathlib import Path
from urllib.parse import unquote, urlsplit

from corpus.store import Corpus


def name_of(file: str) -> str:
    """What an id is made of: the place without its suffix, or the last part of an address."""
    if "://" not in file:
        return slug(Path(file).with_suffix("").as_posix())
    address = urlsplit(file)
    parts = [address.netloc, *filter(None, unquote(address.path).split("/"))]
    return slug(Path(parts[-1]).with_suffix("").name if len(parts) > 1 else parts[0])


def free_id(corpus: Corpus, id: str, sha256: str) -> str:
    """That id, or one told apart from the file's whose name differs only in case or punctuation."""
    told_apart = f"{id}-{sha256[:8]}"
    candidates = chain([id, told_apart], (f"{told_apart}-{number}" for number in count(2)))
    return next(each for each in candidates if corpus.document(each) is None)


def slug(name: str) -> str:
    """A file's name as an id: lower-case letters, digits and single hyphens."""
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-") or "document"
