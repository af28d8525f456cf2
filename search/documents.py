"""What is put into an index. A source makes these; the engines store them."""

import datetime as dt
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field

from search.analysis import ANALYSIS_VERSION

PUBLIC = "public"
STAFF = "staff"

VALID, AMENDED, NOT_YET, EXPIRED = 0, 1, 2, 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One thing that can be found: a page, a clause of it, a record.

    `kind` and `id` name the row it is read from again; a row that gives several documents (a
    page and
    its clauses) tells them apart by `anchor`. `group` keeps them together in the results: empty
    means
    the document is its own group. `aliases` and `keys` (nicknames, former names, 文号, numbers)
    are found
    exactly, at rank 1. `access`: who may see it; the asker brings tokens, one in common is enough.
    `validity` 0 current … 3 expired; 3 leaves the default search. `type` is what people read as its
    kind (a facet value, too); `suggest` False keeps it out of suggestions.
    """

    kind: str
    id: int | str
    title: str
    url: str
    anchor: str = ""
    type: str = ""
    group: str = ""
    subtitle: str = ""
    aliases: Sequence[str] = ()
    keys: Sequence[str] = ()
    headings: Sequence[str] = ()
    body: str = ""
    facets: Mapping[str, Sequence[str]] = field(default_factory=dict)
    access: Sequence[str] = ()
    date: dt.date | None = None
    validity: int = VALID
    suggest: bool = True

    @property
    def owner(self) -> str:
        """The row it comes from; all documents of an owner are replaced together."""
        return f"{self.kind}:{self.id}"

    @property
    def uid(self) -> str:
        """Its own name in the index."""
        return f"{self.owner}#{self.anchor}" if self.anchor else self.owner

    @property
    def group_name(self) -> str:
        """Documents with the same one are shown as one hit."""
        return self.group or self.owner

    def fingerprint(self) -> str:
        """Equal when nothing that is indexed has changed; what reconcile compares."""
        content = json.dumps(asdict(self), sort_keys=True, ensure_ascii=False, default=_plain)
        return hashlib.blake2b(
            f"{ANALYSIS_VERSION}{content}".encode("utf-8", "replace"), digest_size=12
        ).hexdigest()


def _plain(value: object) -> object:
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, (set, frozenset)):
        return sorted(value)
    return list(value) if isinstance(value, Sequence) else str(value)
