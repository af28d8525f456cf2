"""Plans and filters as asks, with the weights of the ranking: the same for every engine."""

import math
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import chain
from typing import NamedTuple

from search.analysis import IDEOGRAPHIC
from search.documents import EXPIRED
from search.engines.asks import (
    AnyTerm,
    Ask,
    Below,
    Best,
    Constant,
    Either,
    Everything,
    Nothing,
    Phrase,
    Term,
    Weighted,
    Whole,
    in_order,
)
from search.engines.shot import Shot, Wanted
from search.plan import Plan
from search.queries import SearchQuery
from search.ranking import RANKING, Ranking

FEW = 1000
IS_EXPIRED = Term("validity", EXPIRED)
TEXTS = ("title_words", "heading_words", "body_words")


class Part(NamedTuple):
    """One signal of the ranking: its name, what it looked for, its ask with its weight."""

    name: str
    detail: str
    ask: Ask


def gates_of(query: SearchQuery) -> tuple[str, ...]:
    """What the asker may see, of the kinds asked for, as terms of the index."""
    return tuple(
        sorted(
            f"{kind}|{token}"
            for kind, tokens in query.access.items()
            if not query.kinds or kind in query.kinds
            for token in tokens
        )
    )


def gate_filter(gates: tuple[str, ...]) -> Ask:
    return one_of("gate", gates) if gates else Nothing()


def facet_filter(name: str, values: Sequence[str]) -> Ask:
    field = f"facets.{name}"
    if len(values) == 1:
        return Term(field, values[0])
    return Either([Term(field, value) for value in values])


def one_of(field: str, values: Sequence[str]) -> Ask:
    return Term(field, values[0]) if len(values) == 1 else AnyTerm(field, values)


def narrowed(shot: Shot, query: SearchQuery, *, without: str = "") -> Whole:
    """Access, validity and chosen facets; `without` leaves one facet's own choices out to count
    it."""
    gates = gates_of(query)
    barred = gate_filter(gates)
    # A filter that lets every single document pass is left out: counted, never assumed.
    filters = [] if shot.all_match(gates, barred) else [barred]
    filters += [
        facet_filter(name, values)
        for name, values in query.facets.items()
        if values and name != without
    ]
    hidden = not query.include_expired and not shot.none_match("expired", IS_EXPIRED)
    return Whole(filters=filters, without=[IS_EXPIRED] if hidden else [])


class Matcher:
    """Builds asks for one plan against one state of an index (rarity of words comes from it)."""

    def __init__(self, shot: Shot, plan: Plan, ranking: Ranking = RANKING) -> None:
        shot.learn(_words_of(plan))
        self.shot = shot
        self.plan = plan
        self.ranking = ranking
        self.documents = shot.documents
        self.frequency = shot.frequency

    def matching(self, *, relaxed: bool = False) -> Ask:
        """What must be found for a document to be a hit."""
        ways = [part.ask for part in self.exact_parts()]
        ways += [part.ask for part in self.alternative_parts()]
        words = self._relaxed() if relaxed else self._words()
        if words is not None:
            ways.append(words)
        if len(ways) == 1:
            return ways[0]
        return Either(ways) if ways else Nothing()

    def scoring(self, query: SearchQuery) -> list[Ask]:
        """What moves a hit up without being needed."""
        parts = chain(self.character_parts(), self.phrase_parts(), self.standing_parts(query))
        return [part.ask for part in parts]

    def parts(self, query: SearchQuery) -> list[Part]:
        """Every signal there is."""
        return [
            *self.exact_parts(),
            *self.alternative_parts(),
            *self.word_parts(),
            *self.character_parts(),
            *self.phrase_parts(),
            *self.standing_parts(query),
        ]

    # --- words ------------------------------------------------------------------------------
    def _words(self) -> Ask | None:
        """One flat union: nesting the fields of each word costs a sixth of the time of a search."""
        found = list(self.word_parts())
        if not found:
            return None
        asked = len(self.plan.words) - len(self.common_words)
        needed = min(self.ranking.required(asked), len(found))
        return Either([part.ask for part in found], needed)

    @cached_property
    def common_words(self) -> frozenset[str]:
        """Words in so many documents that they tell none apart. None when nothing else is asked."""
        if self.documents <= FEW:
            return frozenset()
        most = self.documents * self.ranking.common_word
        frequency = self.frequency
        common = {word for word in self.plan.words if frequency("body_words", word) > most}
        known = any(
            frequency(field, word)
            for word in self.plan.words
            if word not in common
            for field in (*TEXTS, "characters")
        )
        return frozenset(common) if known else frozenset()

    def _relaxed(self) -> Ask | None:
        """Half of the single characters, or any one word that is not Chinese."""
        found = [part.ask for part in self.word_parts()]
        characters = [Term("characters", character) for character in self.plan.characters]
        if characters:
            needed = max(1, math.ceil(len(characters) / 2))
            found.append(Constant(Either(characters, needed), 0.0))
        return Either(found) if found else None

    def word_parts(self) -> Iterator[Part]:
        weights, frequency = self.ranking, self.frequency
        spread = tuple(zip(TEXTS, (weights.title, weights.headings, weights.body), strict=True))
        lone = (("title_characters", weights.title), ("characters", weights.body))
        for word, weight in self.plan.words.items():
            if word in self.common_words:
                continue
            fields = lone if _is_lone(word) else spread
            counted = [(frequency(field, word), field, share) for field, share in fields]
            most = max(counted)[0]
            if not most:
                continue
            rarity = math.log(1 + max(self.documents - most + 0.5, 0) / (most + 0.5)) * weight
            for count, field, share in counted:
                if count:
                    yield Part(field, word, Constant(Term(field, word), share * rarity))

    def character_parts(self) -> Iterator[Part]:
        common = self.documents * self.ranking.common_character
        for character, weight in self.plan.characters.items():
            if self.documents > FEW and self.frequency("characters", character) > common:
                continue
            yield Part("character", character, Weighted(Term("characters", character), weight))

    # --- names ------------------------------------------------------------------------------
    def exact_parts(self) -> Iterator[Part]:
        plan, weights, frequency = self.plan, self.ranking, self.frequency
        if not plan.key:
            return
        if frequency("title_key", plan.key):
            yield Part("title", plan.key, exactly("title_key", plan.key, weights.exact_title))
        if not self.shot.is_empty("keys"):
            if frequency("keys", plan.key):
                yield Part("key", plan.key, exactly("keys", plan.key, weights.exact_key))
            for name in plan.contained:
                if frequency("keys", name):
                    score = weights.contained_key + len(name)
                    yield Part("contained", name, exactly("keys", name, score))
        if plan.latin:
            yield from self._pinyin_parts()

    def _pinyin_parts(self) -> Iterator[Part]:
        latin, spelt, weights = self.plan.latin, list(self.plan.latin_syllables), self.ranking
        if self.frequency("sounds", latin):
            yield Part("pinyin", latin, exactly("sounds", latin, weights.exact_pinyin))
        if len(spelt) > 1:
            phrase = Constant(Phrase("pinyin", spelt), weights.syllables * 10)
            yield Part("pinyin", " ".join(spelt), phrase)
        else:
            yield Part("pinyin", latin, exactly("pinyin", latin, weights.syllables))

    def alternative_parts(self) -> Iterator[Part]:
        weights = self.ranking
        for name, phrases in self.plan.alternatives.items():
            for phrase in phrases:
                each = weights.synonym * 6 * len(phrase)
                places = [
                    Constant(in_order(field, phrase), share * each)
                    for field, share in zip(
                        TEXTS, (weights.title, weights.headings, weights.body), strict=True
                    )
                ]
                yield Part("synonym", f"{name} → {' '.join(phrase)}", Best(places))

    def phrase_parts(self) -> Iterator[Part]:
        if not self.plan.phrase:
            return
        words, weights = list(self.plan.phrase), self.ranking
        for field, score in zip(
            TEXTS,
            (weights.phrase_title, weights.phrase_headings, weights.phrase_body),
            strict=True,
        ):
            if all(self.frequency(field, word) for word in words):
                yield Part("phrase", field, Constant(in_order(field, words), score))

    # --- standing ---------------------------------------------------------------------------
    def standing_parts(self, query: SearchQuery) -> Iterator[Part]:
        """Pins, validity and freshness: what a document is, whatever was asked."""
        for place, uid in enumerate(query.pins):
            score = self.ranking.pinned * (1 + (len(query.pins) - place) / 100)
            yield Part("pinned", uid, exactly("uid", uid, score))
        if query.include_expired:
            yield Part("valid", "", Constant(Below("validity", EXPIRED), self.ranking.valid))
        if query.today:
            for age, score in enumerate(self.ranking.fresh_years):
                year = query.today.year - age
                yield Part("fresh", str(year), exactly("year", year, score))


def exactly(field: str, value: str | int, score: float) -> Constant:
    return Constant(Term(field, value), score)


def _is_lone(word: str) -> bool:
    return len(word) == 1 and bool(IDEOGRAPHIC.match(word))


def _words_of(plan: Plan) -> Wanted:
    """Everything whose frequency a Matcher may look up."""
    for field in TEXTS:
        yield field, chain(plan.words, plan.phrase)
    yield "characters", chain(plan.characters, plan.words)
    yield "title_characters", filter(_is_lone, plan.words)
    if plan.key:
        yield "title_key", [plan.key]
        yield "keys", chain([plan.key], plan.contained)
    if plan.latin:
        yield "sounds", [plan.latin]


def complete(
    shot: Shot,
    query: SearchQuery,
    plan: Plan,
    *,
    relaxed: bool = False,
    without: str = "",
    scored: bool = True,
) -> Whole:
    """The whole search: filters, what must match, what moves hits up (not when only counting)."""
    limits = narrowed(shot, query, without=without)
    if not query.text.strip():
        return limits._replace(must=[Constant(Everything(), 0.0)])
    matcher = Matcher(shot, plan)
    must = matcher.matching(relaxed=relaxed)
    if query.pins:
        must = Either([must, *(exactly("uid", uid, 0.0) for uid in query.pins)])
    return limits._replace(must=[must], should=matcher.scoring(query) if scored else [])
