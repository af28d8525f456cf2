"""Suggestions, reasons and smoke tests, asked of any engine's Shot."""

from collections.abc import Sequence

from search.analysis import initials, key, normalise, sounds_of, words_of
from search.documents import Document
from search.engines.asks import Constant, Either, Exists, Prefix, Term, Whole
from search.engines.matching import (
    IS_EXPIRED,
    Matcher,
    complete,
    exactly,
    facet_filter,
    gate_filter,
    gates_of,
    narrowed,
)
from search.engines.shot import Shot
from search.plan import Plan, plan
from search.queries import SearchQuery, Signal, Suggestion

SUGGESTIONS = 8
LONGEST_PREFIX = 40


def suggest(shot: Shot, query: SearchQuery) -> list[Suggestion]:
    """Names that begin with the text (spelt or in pinyin), then titles that hold its words."""
    prefix = key(query.text)[:LONGEST_PREFIX]
    if not prefix:
        return []
    ways = [Constant(Prefix("suggest", prefix), 100.0)]
    words = words_of(normalise(query.text))[:20]
    if words:
        ways.append(Whole(must=[exactly("title_words", word, 1.0) for word in words]))
    limits = narrowed(shot, query)
    whole = limits._replace(filters=[*limits.filters, Exists("suggest")], must=[Either(ways)])
    offered: dict[str, Suggestion] = {}
    for stored in shot.first(whole, SUGGESTIONS * 6):
        name = next((name for name in stored["aliases"] if _begins(name, prefix)), stored["title"])
        offered.setdefault(name, Suggestion(name, stored["url"], stored["kind"], stored["type"]))
    # What begins with the text first, and of those the shorter: nearer to what is being typed.
    ordered = sorted(
        offered.values(), key=lambda offer: (not _begins(offer.text, prefix), len(offer.text))
    )
    return ordered[:SUGGESTIONS]


def _begins(name: str, prefix: str) -> bool:
    return any(spelt.startswith(prefix) for spelt in (key(name), initials(name), sounds_of(name)))


def signals(shot: Shot, query: SearchQuery, plan: Plan, uid: str) -> list[Signal]:
    """Each part of the ranking asked about this one document alone."""
    parts = Matcher(shot, plan).parts(query)
    scores = shot.scores([part.ask for part in parts], uid)
    found = [
        Signal(part.name, part.detail, score)
        for part, score in zip(parts, scores, strict=True)
        if score is not None
    ]
    return sorted(found, key=lambda signal: -signal.score)


def missing(shot: Shot, query: SearchQuery, plan: Plan, uid: str) -> Sequence[str]:
    """Why a document is not found (codes of Explanation); costs a count a reason."""
    if not shot.count(Term("uid", uid)):
        return ["absent"]

    def holds(*must: object) -> bool:
        return bool(shot.count(Whole(filters=[Term("uid", uid), *must])))

    reasons = [] if holds(gate_filter(gates_of(query))) else ["access"]
    if not query.include_expired and holds(IS_EXPIRED):
        reasons.append("expired")
    for name, values in query.facets.items():
        if values and not holds(facet_filter(name, values)):
            reasons.append(f"facet:{name}")
    if query.text.strip() and not holds(Matcher(shot, plan).matching()):
        reasons.append("words")
    return reasons


def can_be_found(shot: Shot, document: Document) -> bool:
    """By its title, as a person would look for it; by its name in the index where the title has
    no word."""
    wanted = plan(document.title)
    if wanted.is_empty or not document.access:
        return bool(shot.count(Term("uid", document.uid)))
    query = SearchQuery(
        text=document.title, access={document.kind: document.access}, include_expired=True
    )
    return bool(shot.count(complete(shot, query, wanted, scored=False)))
