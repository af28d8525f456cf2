"""Did you mean: words of the index that sound or look like the ones that were not found."""

from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from functools import lru_cache

from pypinyin import Style, pinyin

from search.analysis import IDEOGRAPHIC, RUN, key, sounds_of, words_of
from search.engines.asks import Ask, Either, Term, in_order
from search.engines.matching import TEXTS, narrowed
from search.engines.shot import Shot
from search.plan import Plan
from search.queries import SearchQuery

NAMES = ("title_words", "heading_words")
LONGEST = 24
MOST_TWINS = 24


def alike(shot: Shot, query: SearchQuery, plan: Plan) -> str | None:
    """The query with its unknown words replaced by known ones that the asker can find.

    Words are pairs of characters, also across two words that nobody wrote side by side: what is
    offered must stand somewhere as it is offered.
    """
    if plan.is_empty or len(plan.text) > LONGEST:
        return None
    shot.learn([(field, plan.words) for field in (*TEXTS, "characters")])
    unknown = [word for word in plan.words if word in plan.text and not _is_known(shot, word)]
    if not unknown:
        return None
    sound = sounds_of(plan.text)
    shot.learn([("sounds", [sound, plan.latin] if plan.latin else [sound])])
    if plan.latin and shot.frequency("sounds", plan.latin):
        return None
    name = _name_that_sounds(shot, query, plan, sound)
    if name:
        return name
    text = plan.text
    for word, candidates in _candidates(shot, unknown).items():
        seen = shot.hold([_where_seen(shot, query, candidate) for candidate in candidates])
        for candidate in candidates:
            if word in text and next(seen):
                text = text.replace(word, candidate)
    return text if text != plan.text and _stands(shot, query, plan.text, text) else None


def _stands(shot: Shot, query: SearchQuery, asked: str, offered: str) -> bool:
    """Whether each piece that was changed is found in this order in a document of the asker."""
    pieces = zip(RUN.findall(asked), RUN.findall(offered), strict=False)
    return all(_holds(shot, query, new) for old, new in pieces if new != old)


def _holds(shot: Shot, query: SearchQuery, piece: str) -> bool:
    words = words_of(piece)
    fields = TEXTS if len(piece) > 2 else NAMES  # two characters meet by chance
    shot.learn([(field, words) for field in fields])
    places = [
        in_order(field, words)
        for field in fields
        if all(shot.frequency(field, word) for word in words)
    ]
    return bool(places) and bool(shot.count(_within(shot, query, Either(places))))


def _within(shot: Shot, query: SearchQuery, ask: Ask) -> Ask:
    """What the asker may see of it."""
    return narrowed(shot, query)._replace(must=[ask])


def _name_that_sounds(shot: Shot, query: SearchQuery, plan: Plan, sound: str) -> str | None:
    """A title or alias with the very sound of the query: 风九条 → 丰九条."""
    if len(sound) < 4 or not shot.frequency("sounds", sound):
        return None
    for stored in shot.first(_within(shot, query, Term("sounds", sound)), 3):
        for name in [stored["title"], *stored["aliases"]]:
            if sounds_of(name) == sound and key(name) != plan.key:
                return name
    return None


def _is_known(shot: Shot, word: str) -> bool:
    fields = TEXTS if len(word) > 1 else ("characters", *TEXTS)
    return any(shot.frequency(field, word) for field in fields)


def _where_seen(shot: Shot, query: SearchQuery, word: str) -> Ask:
    return _within(shot, query, Either([Term(field, word) for field in TEXTS]))


def _candidates(shot: Shot, words: Sequence[str]) -> Mapping[str, Sequence[str]]:
    """For each unknown word what may be meant; all of them are looked up together."""
    pairs = [word for word in words if len(word) == 2 and IDEOGRAPHIC.match(word)]
    shot.learn([("characters", (twin for word in pairs for mark in word for twin in _twins(mark)))])
    possible = {word: set(_pairs_like(shot, word)) - {word} for word in pairs}
    shot.learn([(field, set().union(*possible.values())) for field in TEXTS])
    found: dict[str, Sequence[str]] = {}
    for word in words:
        if word in possible:
            found[word] = _most_frequent(shot, possible[word])
        elif not IDEOGRAPHIC.match(word):
            known = set(shot.words_from(TEXTS, word))
            found[word] = get_close_matches(word, known, n=3, cutoff=0.75)
    return found


def _most_frequent(shot: Shot, pairs: set[str]) -> list[str]:
    counted = {pair: max(shot.frequency(field, pair) for field in TEXTS) for pair in pairs}
    known = (pair for pair, count in counted.items() if count)
    return sorted(known, key=lambda pair: (-counted[pair], pair))[:5]


def _pairs_like(shot: Shot, word: str) -> Iterator[str]:
    seconds = list(_known_twins(shot, word[1]))
    for first in _known_twins(shot, word[0]):
        yield from (first + second for second in seconds)


def _known_twins(shot: Shot, character: str) -> Iterator[str]:
    """The character and the more frequent ones of the index with the same sound, tones aside."""
    yield character
    counted = {twin: shot.frequency("characters", twin) for twin in _twins(character)}
    known = sorted(
        (twin for twin, count in counted.items() if count), key=lambda twin: -counted[twin]
    )
    yield from known[:MOST_TWINS]


@lru_cache(maxsize=4096)
def _twins(character: str) -> tuple[str, ...]:
    sound = _sound(character)
    return tuple(
        other for other in _common_characters() if other != character and _sound(other) == sound
    )


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
