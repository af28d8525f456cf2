"""A query text turned into weighted tokens, the same for every engine."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain

from search.analysis import (
    IDEOGRAPHIC,
    MAX_QUERY_CHARACTERS,
    MAX_TOKEN,
    RUN,
    key,
    normalise,
    number_tokens,
    words_of,
)
from search.ranking import QUESTION_WORDS, RANKING, STOP_CHARACTERS, Ranking

LONGEST_KEY_QUERY = 40
SHORTEST_CONTAINED_KEY = 3
LONGEST_CONTAINED_KEY = 12


@dataclass(frozen=True, slots=True)
class Plan:
    """What an engine looks for.

    `words` and `characters` carry weights; `Ranking.required` says how many words must be there.
    `key` is the whole query as an exact name.
    `latin` is the query as it may spell pinyin. `alternatives` are synonyms as phrases. `runs`
    are the
    pieces of text to mark in snippets.
    """

    text: str
    words: Mapping[str, float]
    characters: Mapping[str, float]
    phrase: Sequence[str] = ()
    key: str = ""
    latin: str = ""
    latin_syllables: Sequence[str] = ()
    alternatives: Mapping[str, Sequence[Sequence[str]]] = field(default_factory=dict)
    runs: Sequence[str] = ()

    @property
    def contained(self) -> Iterator[str]:
        """Every stretch of the query that may be a nickname or 文号, the whole left out."""
        length = len(self.key)
        for start in range(length):
            furthest = min(start + LONGEST_CONTAINED_KEY, length)
            for end in range(start + SHORTEST_CONTAINED_KEY, furthest + 1):
                if end - start < length:
                    yield self.key[start:end]

    @property
    def is_empty(self) -> bool:
        return not self.words


def plan(
    text: str, synonyms: Mapping[str, Sequence[str]] | None = None, ranking: Ranking = RANKING
) -> Plan:
    """The plan of any text at all; a text without a letter gives an empty plan."""
    normalised = normalise(text[:MAX_QUERY_CHARACTERS]).strip()
    content = QUESTION_WORDS.sub(" ", normalised)
    if not RUN.search(content):
        content = normalised
    runs = RUN.findall(content)
    words = _words(content, ranking)
    name = words_of(content)
    characters = {
        character: ranking.characters * (ranking.stop_word if character in STOP_CHARACTERS else 1.0)
        for character in IDEOGRAPHIC.findall(content)[: ranking.maximum_words]
    }
    short = len(normalised) <= LONGEST_KEY_QUERY
    exact = key(normalised) if short else ""
    latin = exact if exact.isascii() and exact.isalpha() else ""
    return Plan(
        text=normalised,
        words=words,
        characters=characters,
        phrase=name if 2 <= len(name) <= ranking.phrase_words else (),
        key=exact,
        latin=latin,
        latin_syllables=_split_syllables(normalised) if latin else (),
        alternatives=_alternatives(normalised, synonyms) if synonyms else {},
        runs=runs[: ranking.maximum_words],
    )


def _words(content: str, ranking: Ranking) -> dict[str, float]:
    words: dict[str, float] = {}
    for word in chain(words_of(content), number_tokens(content)):
        if len(words) >= ranking.maximum_words:
            break
        stops = len(word) == 2 and (word[0] in STOP_CHARACTERS or word[1] in STOP_CHARACTERS)
        words[word] = ranking.stop_word if stops else 1.0
    return words


def _alternatives(
    normalised: str, synonyms: Mapping[str, Sequence[str]]
) -> dict[str, list[list[str]]]:
    """For each word of the table that stands in the query, the words of its other names."""
    found: dict[str, list[list[str]]] = {}
    for term, others in synonyms.items():
        name = normalise(term).strip()
        if name and name in normalised:
            phrases = [words_of(normalise(other)) for other in others]
            found[name] = [phrase for phrase in phrases if phrase]
    return found


def _split_syllables(normalised: str) -> list[str]:
    """`feng tai` typed apart is searched as syllables; typed together it is one token."""
    return [piece[:MAX_TOKEN] for piece in normalised.split() if piece.isalpha()][:12]
