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
SLOW_TEXT = 4_000
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
        longest_first = sorted(terms, key=lambda name: (-len(name), name))
        self._pattern = re.compile("|".join(map(re.escape, longest_first))) if terms else None

    def title(self, text: str) -> list[Segment]:
        """The whole text with its matches marked."""
        return _segments(text, self._spans(text))

    def passage(self, text: str) -> list[Segment]:
        """The stretch of about 130 characters that holds most different matches."""
        spans = self._spans(text)
        if not spans:
            return [Segment(_cut(text))] if text else []
        start, end = _best_window(text, spans)
        inside = [
            (max(a, start) - start, min(b, end) - start) for a, b in spans if a < end and b > start
        ]
        segments = _segments(text[start:end], inside)
        if start > 0:
            segments.insert(0, Segment(ELLIPSIS))
        if end < len(text):
            segments.append(Segment(ELLIPSIS))
        return segments

    def _spans(self, text: str) -> list[tuple[int, int]]:
        """Where the terms stand in the raw text, overlapping ones joined."""
        if self._pattern is None or not text:
            return []
        folded = text.lower()
        spans = _join(self._pattern, folded) if len(folded) == len(text) else []
        if not spans and len(text) <= SLOW_TEXT:
            spans = _join(self._pattern, "".join((fold_character(mark) or " ")[0] for mark in text))
        return spans


def _worth_marking(word: str) -> bool:
    if word.startswith("#"):
        return False
    return len(word) > 1 and not (word[0] in STOP_CHARACTERS or word[-1] in STOP_CHARACTERS)


def _join(pattern: re.Pattern[str], text: str) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    place = 0
    while match := pattern.search(text, place):
        start, end = match.span()
        if spans and start <= spans[-1][1]:
            spans[-1] = (spans[-1][0], max(end, spans[-1][1]))
        else:
            spans.append((start, end))
        # Bigrams overlap: the next may begin inside this one.
        place = end - 1 if end - start > 1 else end
    return spans


def _best_window(text: str, spans: Sequence[tuple[int, int]]) -> tuple[int, int]:
    best, best_score = spans[0][0], -1
    for place, (start, _) in enumerate(spans):
        seen: set[str] = set()
        score = 0
        for other_start, other_end in spans[place:]:
            if other_end > start + PASSAGE - LEAD:
                break
            found = text[other_start:other_end]
            score += 0 if found in seen else other_end - other_start
            seen.add(found)
        if score > best_score:
            best, best_score = start, score
    start = max(0, best - LEAD)
    ends = [match.end() for match in SENTENCE_END.finditer(text, start, best)]
    start = ends[-1] if ends else (0 if best <= LEAD else start)
    return start, min(len(text), start + PASSAGE)


def _segments(text: str, spans: Sequence[tuple[int, int]]) -> list[Segment]:
    segments: list[Segment] = []
    place = 0
    for start, end in spans:
        if start > place:
            segments.append(Segment(text[place:start]))
        segments.append(Segment(text[start:end], True))
        place = end
    if place < len(text):
        segments.append(Segment(text[place:]))
    return segments


def _cut(text: str) -> str:
    return text if len(text) <= PASSAGE else text[:PASSAGE] + ELLIPSIS
