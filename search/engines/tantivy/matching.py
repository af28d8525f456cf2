"""Plans and filters as tantivy query objects."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import tantivy
from tantivy import Occur, Query

from search.analysis import IDEOGRAPHIC
from search.documents import EXPIRED
from search.engines.tantivy.schema import SCHEMA
from search.engines.tantivy.store import Snapshot
from search.plan import Plan
from search.queries import SearchQuery
from search.ranking import RANKING, Ranking

Clause = tuple[Occur, Query]
FEW = 1000


@dataclass(frozen=True, slots=True)
class Part:
    """One signal of the ranking: its name, what it looked for, its query with its weight."""

    name: str
    detail: str
    query: Query


def term(field: str, value: object) -> Query:
    return Query.term_query(SCHEMA, field, value)


def constant(query: Query, score: float) -> Query:
    return Query.const_score_query(query, score)


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


def gate_filter(gates: tuple[str, ...]) -> Query:
    if not gates:
        return Query.empty_query()
    if len(gates) == 1:
        return constant(term("gate", gates[0]), 0.0)
    return constant(Query.term_set_query(SCHEMA, "gate", list(gates)), 0.0)


def is_expired() -> Query:
    return term("validity", EXPIRED)


def facet_filter(name: str, values: Sequence[str]) -> Query:
    field = f"facets.{name}"
    if len(values) == 1:
        return constant(term(field, values[0]), 0.0)
    return constant(
        Query.boolean_query([(Occur.Should, term(field, value)) for value in values]), 0.0
    )


def filters(shot: Snapshot, query: SearchQuery, *, without: str = "") -> list[Clause]:
    """Access, validity and chosen facets; `without` leaves one facet's own choices out to count
    it."""
    gates = gates_of(query)
    barred = gate_filter(gates)
    clauses: list[Clause] = []
    # A filter that lets every single document of this commit pass is left out: counted, never
    # assumed.
    if not shot.fact(gates, lambda searcher: searcher.search(barred, 1).count == searcher.num_docs):
        clauses.append((Occur.Must, barred))
    if not query.include_expired and shot.fact("expired", _any_expired):
        clauses.append((Occur.MustNot, is_expired()))
    clauses += [
        (Occur.Must, facet_filter(name, values))
        for name, values in query.facets.items()
        if values and name != without
    ]
    return clauses


def _any_expired(searcher: tantivy.Searcher) -> bool:
    return searcher.search(is_expired(), 1).count > 0


def _any_key(searcher: tantivy.Searcher) -> bool:
    return bool(searcher.terms_with_prefix("keys", "", limit=1))


class Matcher:
    """Builds queries for one plan against one commit (rarity of words comes from it)."""

    def __init__(self, shot: Snapshot, plan: Plan, ranking: Ranking = RANKING) -> None:
        self.shot = shot
        self.searcher = searcher = shot.searcher
        self.plan = plan
        self.ranking = ranking
        self.documents = searcher.num_docs

    def matching(self, *, relaxed: bool = False) -> Query:
        """What must be found for a document to be a hit."""
        ways = [part.query for part in self.exact_parts()]
        ways += [part.query for part in self.alternative_parts()]
        words = self._relaxed() if relaxed else self._words()
        if words is not None:
            ways.append(words)
        if len(ways) == 1:
            return ways[0]
        return (
            Query.boolean_query([(Occur.Should, way) for way in ways])
            if ways
            else Query.empty_query()
        )

    def scoring(self, query: SearchQuery) -> Iterator[Query]:
        """What moves a hit up without being needed."""
        for part in self.character_parts():
            yield part.query
        for part in self.phrase_parts():
            yield part.query
        for part in self.standing_parts(query):
            yield part.query

    # --- words ------------------------------------------------------------------------------
    def _words(self) -> Query | None:
        """One flat union: nesting the fields of each word costs a sixth of the time of a search."""
        found = list(self.word_parts())
        if not found:
            return None
        asked = len(self.plan.words) - len(self.common_words)
        needed = min(self.ranking.required(asked), len(found))
        return Query.boolean_query([(Occur.Should, part.query) for part in found], needed)

    @cached_property
    def common_words(self) -> frozenset[str]:
        """Words in so many documents that they tell none apart. None when nothing else is asked."""
        if self.documents <= FEW:
            return frozenset()
        most = self.documents * self.ranking.common_word
        frequency = self.searcher.doc_freq
        common = {word for word in self.plan.words if frequency("body_words", word) > most}
        known = any(
            frequency(field, word)
            for word in self.plan.words
            if word not in common
            for field in ("title_words", "heading_words", "body_words", "characters")
        )
        return frozenset(common) if known else frozenset()

    def _relaxed(self) -> Query | None:
        """Half of the single characters, or any one word that is not Chinese."""
        found = [part.query for part in self.word_parts()]
        characters = [term("characters", character) for character in self.plan.characters]
        if characters:
            needed = max(1, math.ceil(len(characters) / 2))
            found.append(
                constant(
                    Query.boolean_query(
                        [(Occur.Should, character) for character in characters], needed
                    ),
                    0.0,
                )
            )
        return Query.boolean_query([(Occur.Should, way) for way in found]) if found else None

    def word_parts(self) -> Iterator[Part]:
        weights, frequency = self.ranking, self.searcher.doc_freq
        spread = (
            ("title_words", weights.title),
            ("heading_words", weights.headings),
            ("body_words", weights.body),
        )
        lone = (("title_characters", weights.title), ("characters", weights.body))
        for word, weight in self.plan.words.items():
            if word in self.common_words:
                continue
            fields = lone if len(word) == 1 and IDEOGRAPHIC.match(word) else spread
            counted = [(frequency(field, word), field, share) for field, share in fields]
            most = max(counted)[0]
            if not most:
                continue
            rarity = math.log(1 + (self.documents - most + 0.5) / (most + 0.5)) * weight
            for count, field, share in counted:
                if count:
                    yield Part(field, word, constant(term(field, word), share * rarity))

    def character_parts(self) -> Iterator[Part]:
        common = self.documents * self.ranking.common_character
        for character, weight in self.plan.characters.items():
            if self.documents > FEW and self.searcher.doc_freq("characters", character) > common:
                continue
            yield Part(
                "character", character, Query.boost_query(term("characters", character), weight)
            )

    # --- names ------------------------------------------------------------------------------
    def exact_parts(self) -> Iterator[Part]:
        plan, weights, frequency = self.plan, self.ranking, self.searcher.doc_freq
        if not plan.key:
            return
        if frequency("title_key", plan.key):
            yield Part(
                "title", plan.key, constant(term("title_key", plan.key), weights.exact_title)
            )
        if self.shot.fact("keys", _any_key):
            if frequency("keys", plan.key):
                yield Part("key", plan.key, constant(term("keys", plan.key), weights.exact_key))
            for name in plan.contained:
                if frequency("keys", name):
                    score = weights.contained_key + len(name)
                    yield Part("contained", name, constant(term("keys", name), score))
        if plan.latin:
            yield from self._pinyin_parts()

    def _pinyin_parts(self) -> Iterator[Part]:
        latin, spelt, weights = self.plan.latin, list(self.plan.latin_syllables), self.ranking
        if self.searcher.doc_freq("sounds", latin):
            yield Part("pinyin", latin, constant(term("sounds", latin), weights.exact_pinyin))
        if len(spelt) > 1:
            phrase = Query.phrase_query(SCHEMA, "pinyin", spelt)
            yield Part("pinyin", " ".join(spelt), constant(phrase, weights.syllables * 10))
        else:
            yield Part("pinyin", latin, constant(term("pinyin", latin), weights.syllables))

    def alternative_parts(self) -> Iterator[Part]:
        for name, phrases in self.plan.alternatives.items():
            for phrase in phrases:
                places = [
                    constant(
                        in_order(field, phrase), self.ranking.synonym * share * 6 * len(phrase)
                    )
                    for field, share in (
                        ("title_words", self.ranking.title),
                        ("heading_words", self.ranking.headings),
                        ("body_words", self.ranking.body),
                    )
                ]
                yield Part(
                    "synonym",
                    f"{name} → {' '.join(phrase)}",
                    Query.disjunction_max_query(places, 0.0),
                )

    def phrase_parts(self) -> Iterator[Part]:
        if not self.plan.phrase:
            return
        words = list(self.plan.phrase)
        for field, score in (
            ("title_words", self.ranking.phrase_title),
            ("heading_words", self.ranking.phrase_headings),
            ("body_words", self.ranking.phrase_body),
        ):
            if all(self.searcher.doc_freq(field, word) for word in words):
                yield Part("phrase", field, constant(in_order(field, words), score))

    # --- standing ---------------------------------------------------------------------------
    def standing_parts(self, query: SearchQuery) -> Iterator[Part]:
        """Pins, validity and freshness: what a document is, whatever was asked."""
        for place, uid in enumerate(query.pins):
            score = self.ranking.pinned * (1 + (len(query.pins) - place) / 100)
            yield Part("pinned", uid, constant(term("uid", uid), score))
        if query.include_expired:
            current = Query.range_query(
                SCHEMA,
                "validity",
                tantivy.FieldType.Integer,
                lower_bound=0,
                upper_bound=EXPIRED - 1,
            )
            yield Part("valid", "", constant(current, self.ranking.valid))
        if query.today:
            for age, score in enumerate(self.ranking.fresh_years):
                year = query.today.year - age
                yield Part("fresh", str(year), constant(term("year", year), score))


def in_order(field: str, words: Sequence[str]) -> Query:
    return (
        term(field, words[0]) if len(words) == 1 else Query.phrase_query(SCHEMA, field, list(words))
    )


def complete(
    shot: Snapshot,
    query: SearchQuery,
    plan: Plan,
    *,
    relaxed: bool = False,
    without: str = "",
    scored: bool = True,
) -> Query:
    """The whole query: filters, what must match, what moves hits up (not when only counting)."""
    clauses = filters(shot, query, without=without)
    if not query.text.strip():
        clauses.append((Occur.Must, constant(Query.all_query(), 0.0)))
        return Query.boolean_query(clauses)
    matcher = Matcher(shot, plan)
    must = matcher.matching(relaxed=relaxed)
    if query.pins:
        pinned = [(Occur.Should, constant(term("uid", uid), 0.0)) for uid in query.pins]
        must = Query.boolean_query([(Occur.Should, must), *pinned])
    clauses.append((Occur.Must, must))
    if scored:
        clauses += [(Occur.Should, part) for part in matcher.scoring(query)]
    return Query.boolean_query(clauses)


def facet_request(names: Sequence[str]) -> Mapping[str, object]:
    """Counts of groups, so that a value's number is the number of hits after choosing it."""
    return {
        name: {
            "terms": {"field": f"facets.{name}", "size": 2000},
            "aggs": {"groups": {"cardinality": {"field": "group"}}},
        }
        for name in names
    }
