"""Did you mean: words of the index that sound or look like the ones that were not found."""

import json
from collections.abc import Iterator
from difflib import get_close_matches
from functools import lru_cache

import tantivy
from pypinyin import Style, pinyin
from tantivy import Occur, Query

from search.analysis import IDEOGRAPHIC, RUN, key, sounds_of, words_of
from search.engines.tantivy.matching import filters, in_order, term
from search.engines.tantivy.store import Snapshot
from search.plan import Plan
from search.queries import SearchQuery

FIELDS = ("title_words", "heading_words", "body_words")
NAMES = ("title_words", "heading_words")
LONGEST = 24
CANDIDATES = 400


def alike(shot: Snapshot, query: SearchQuery, plan: Plan) -> str | None:
    """The query with its unknown words replaced by known ones that the asker can find.

    Words are pairs of characters, also across two words that nobody wrote side by side: what is
    offered must stand somewhere as it is offered.
    """
    searcher = shot.searcher
    if plan.is_empty or len(plan.text) > LONGEST:
        return None
    unknown = [word for word in plan.words if word in plan.text and not _is_known(searcher, word)]
    if not unknown or (plan.latin and searcher.doc_freq("sounds", plan.latin)):
        return None
    name = _name_that_sounds(shot, query, plan)
    if name:
        return name
    text = plan.text
    for word in unknown:
        for candidate in _candidates(searcher, word):
            if word in text and _visible(shot, query, candidate):
                text = text.replace(word, candidate)
    return text if text != plan.text and _stands(shot, query, plan.text, text) else None


def _stands(shot: Snapshot, query: SearchQuery, asked: str, offered: str) -> bool:
    """Whether each piece that was changed is found in this order in a document of the asker."""
    pieces = zip(RUN.findall(asked), RUN.findall(offered), strict=False)
    return all(_holds(shot, query, new) for old, new in pieces if new != old)


def _holds(shot: Snapshot, query: SearchQuery, piece: str) -> bool:
    words = words_of(piece)
    places = [
        (Occur.Should, in_order(field, words))
        for field in (FIELDS if len(piece) > 2 else NAMES)  # two characters meet by chance
        if all(shot.searcher.doc_freq(field, word) for word in words)
    ]
    if not places:
        return False
    whole = Query.boolean_query([*filters(shot, query), (Occur.Must, Query.boolean_query(places))])
    return bool(shot.searcher.search(whole, 1, True).count)


def _name_that_sounds(shot: Snapshot, query: SearchQuery, plan: Plan) -> str | None:
    """A title or alias with the very sound of the query: 风九条 → 丰九条."""
    searcher = shot.searcher
    sound = sounds_of(plan.text)
    if len(sound) < 4 or not searcher.doc_freq("sounds", sound):
        return None
    whole = Query.boolean_query([*filters(shot, query), (Occur.Must, term("sounds", sound))])
    for _, address in searcher.search(whole, 3, False).hits:
        for name in _names(searcher.doc(address)):
            if sounds_of(name) == sound and key(name) != plan.key:
                return name
    return None


def _names(stored: tantivy.Document) -> list[str]:
    payload = json.loads(stored.get_first("payload"))
    return [payload["title"], *payload["aliases"]]


def _is_known(searcher: tantivy.Searcher, word: str) -> bool:
    fields = FIELDS if len(word) > 1 else ("characters", *FIELDS)
    return any(searcher.doc_freq(field, word) for field in fields)


def _visible(shot: Snapshot, query: SearchQuery, word: str) -> bool:
    places = [(Occur.Should, term(field, word)) for field in FIELDS]
    whole = Query.boolean_query([*filters(shot, query), (Occur.Must, Query.boolean_query(places))])
    return bool(shot.searcher.search(whole, 1, True).count)


def _candidates(searcher: tantivy.Searcher, word: str) -> list[str]:
    if not IDEOGRAPHIC.match(word):
        known = {
            found
            for field in FIELDS
            for found, _ in searcher.terms_with_prefix(field, word[:2], limit=CANDIDATES)
        }
        return get_close_matches(word, known, n=3, cutoff=0.75)
    if len(word) != 2:
        return []
    seconds = set(_alike_characters(searcher, word[1]))
    pairs = {first + second for first in _alike_characters(searcher, word[0]) for second in seconds}
    counted = {
        pair: max(searcher.doc_freq(field, pair) for field in FIELDS) for pair in pairs - {word}
    }
    return sorted(
        (pair for pair, count in counted.items() if count), key=lambda pair: -counted[pair]
    )[:5]


def _alike_characters(searcher: tantivy.Searcher, character: str) -> Iterator[str]:
    """Characters of the index with the same sound, tones aside."""
    sound = _sound(character)
    yield character
    for candidate in _common_characters():
        if (
            candidate != character
            and _sound(candidate) == sound
            and searcher.doc_freq("characters", candidate)
        ):
            yield candidate


@lru_cache(maxsize=32_768)
def _sound(character: str) -> str:
    return pinyin(character, style=Style.NORMAL, errors="default")[0][0]


@lru_cache(maxsize=1)
def _common_characters() -> tuple[str, ...]:
    """The characters of GB2312."""
    return tuple(
        bytes((high, low)).decode("gb2312")
        for high in range(0xB0, 0xF8)
        for low in range(0xA1, 0xFF)
        if not (high == 0xD7 and low > 0xF9)
    )
