"""Clause identity: a number is given once, at first publication, and never to another clause."""

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any


def allot(known: dict[str, int], blocks: Iterable[str]) -> dict[str, int]:
    """The number of each block: those in ``known`` keep theirs, new ones follow the highest ever
    given.
    """
    numbers = dict(known)
    following = max(numbers.values(), default=0) + 1
    for block in blocks:
        if block not in numbers:
            numbers[block] = following
            following += 1
    return numbers


def code_of(slug: str, number: int) -> str:
    return f"{slug}/c-{number}"


def anchor_of(number: int) -> str:
    return f"c-{number}"


def citation(title: str, document_number: str, label: str, version: dt.date | None) -> str:
    """《若干措施》（演示字〔2022〕9号）第一条，2023-03-01版"""
    number = f"（{document_number}）" if document_number else ""
    dated = f"，{version.isoformat()} 版" if version else ""
    return f"《{title}》{number}{label}{dated}"


# --- frozen versions ---------------------------------------------------------------------------


def canonical(body: dict[str, Any]) -> bytes:
    """The bytes that are hashed: UTF-8, sorted keys, no spaces."""
    return json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def fingerprint(body: dict[str, Any]) -> str:
    return hashlib.sha256(canonical(body)).hexdigest()


@dataclass(frozen=True)
class Lifeline:
    """One clause through the versions of its document."""

    block: str
    number: int
    born_on: dt.date
    retired_on: dt.date | None
    last_version: int  # position in the list of versions of the last that has the clause
    changed_on: dt.date  # when its words last changed
    frozen: dict[str, Any]


def lifelines(versions: Sequence[tuple[dt.date, list[dict[str, Any]]]]) -> dict[str, Lifeline]:
    """What became of every clause, from the versions in order of publication.

    Each version is its date and its clauses as frozen: ``block``, ``number``, ``label``,
    ``heading``, ``text``.
    """
    found: dict[str, Lifeline] = {}
    for position, (day, clauses) in enumerate(versions):
        present = set()
        for clause in clauses:
            present.add(clause["block"])
            found[clause["block"]] = _continued(found.get(clause["block"]), clause, day, position)
        for block, life in found.items():
            if block not in present and life.retired_on is None:
                found[block] = replace(life, retired_on=day)
    return found


def _continued(
    earlier: Lifeline | None, clause: dict[str, Any], day: dt.date, position: int
) -> Lifeline:
    if earlier is None:
        return Lifeline(clause["block"], clause["number"], day, None, position, day, clause)
    same = all(earlier.frozen[key] == clause[key] for key in ("label", "heading", "text"))
    return replace(
        earlier,
        retired_on=None,
        last_version=position,
        changed_on=earlier.changed_on if same else day,
        frozen=clause,
    )
