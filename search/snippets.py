"""The best passage of a raw text for a query, as marked segments. HTML is made in templates
only."""

import re
from collections.abc import Sequence

from search.analysis import IDEOGRAPHIC, fold_character
from search.plan import Plan
from search.queries import Segment
from search.ranking import STOP_CHARACTERS

PASSAGE = 130
LEAD = 24
FOLDED_TEXT = 400
SLOW_TEXT = 4_000
MOST_SPANS = 120
ELLIPSIS = "…"
SENTENCE_END = re.compile(r"[。！？；\n]")


class Marker:
    """Finds what to mark for one plan; made once a search, used for every hit."""

    def __init__(self, plan: Plan) -> None:
        terms = {run for run in plan.runs if len(run) > 1 or not IDEOGRAPHIC.match(run)}
        terms |= {word for word in plan.words if _worth_marking(word)}
        terms |= set(plan.alternatives)
        lone = {run for run in plan.runs if len(run) == 1}
        terms |= lone if not terms else set()
        self._terms = sorted(terms, key=lambda name: (-len(name), name))

    def title(self, text: str) -> list[Segment]:
        """The whole text with its matches marked."""
        return _segments(text, self._spans(text))

    def passage(self, text: str) -> list[Segment]:
        """The stretch of about 130 characters that holds most different matches."""
        spans = self._spans(text)
        if not spans:
            return [Segment(_cut(text))] if text else []
        start, end = _best_window(text, spans)
        segments = _segments(text, spans, start, end)
        if start > 0:
            segments.insert(0, Segment(ELLIPSIS))
        if end < len(text):
            segments.append(Segment(ELLIPSIS))
        return segments

    def _spans(self, text: str) -> list[tuple[int, int]]:
        """Where the terms stand in the raw text, touching ones joined."""
        if not text or not self._terms:
            return []
        folded = text.lower()
        short = len(text) <= FOLDED_TEXT and not text.isascii()
        spans = [] if short or len(folded) != len(text) else _find(self._terms, folded)
        if not spans and len(text) <= SLOW_TEXT:
            # Character by character, so that places in the folded text are places in the raw one.
            spans = _find(self._terms, "".join((fold_character(mark) or " ")[0] for mark in text))
        return spans


def _worth_marking(word: str) -> bool:
    if word.startswith("#"):
        return False
    return len(word) > 1 and not (word[0] in STOP_CHARACTERS or word[-1] in STOP_CHARACTERS)


def _find(terms: Sequence[str], text: str) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for term in terms:
        place = text.find(term)
        while place >= 0 and len(found) < MOST_SPANS:
            found.append((place, place + len(term)))
            place = text.find(term, place + len(term))
    found.sort()
    spans: list[tuple[int, int]] = []
    for start, end in found:
        if spans and start <= spans[-1][1]:
            if end > spans[-1][1]:
                spans[-1] = (spans[-1][0], end)
        else:
            spans.append((start, end))
    return spans


def _best_window(text: str, spans: Sequence[tuple[int, int]]) -> tuple[int, int]:
    if len(text) <= PASSAGE:
        return 0, len(text)
    best = _richest(text, spans)
    start = max(0, best - LEAD)
    ends = [match.end() for match in SENTENCE_END.finditer(text, start, best)]
    start = ends[-1] if ends else (0 if best <= LEAD else start)
    return start, min(len(text), start + PASSAGE)


def _richest(text: str, spans: Sequence[tuple[int, int]]) -> int:
    """Where the stretch begins that holds most different matches."""
    best, best_score = spans[0][0], 0
    held: dict[str, int] = {}
    score = left = 0
    for start, end in spans:
        name = text[start:end]
        score += 0 if held.get(name) else end - start
        held[name] = held.get(name, 0) + 1
        while end - spans[left][0] > PASSAGE - LEAD and spans[left][0] < start:
            gone = text[slice(*spans[left])]
            held[gone] -= 1
            score -= 0 if held[gone] else len(gone)
            left += 1
        if score > best_score:
            best, best_score = spans[left][0], score
    return best


def _segments(
    text: str, spans: Sequence[tuple[int, int]], place: int = 0, stop: int | None = None
) -> list[Segment]:
    stop = len(text) if stop is None else stop
    segments: list[Segment] = []
    for start, end in spans:
        if end <= place:
            continue
        if start >= stop:
            break
        if start > place:
            segments.append(Segment(text[place:start]))
        segments.append(Segment(text[max(start, place) : min(end, stop)], True))
        place = end
    if place < stop:
        segments.append(Segment(text[place:stop]))
    return segments


def _cut(text: str) -> str:
    return text if len(text) <= PASSAGE else text[:PASSAGE] + ELLIPSIS
