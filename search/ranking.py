"""Every weight of the ranking, in one place with a version.

Change one only with a rerun of `search_eval`. How a score comes about, largest first: pinned by an
editor > the whole query is an alias, nickname or 文号 > the whole query is a title > valid before
expired > the words. Each of these outweighs all below it.
Words: a bigram counts its rarity once, however often it stands in a text (BM25 with k1 = 0):
measured on five Chinese question sets this beats plain BM25 by up to five points of MRR@10.
Single characters are scored by BM25 and carry frequency and length.
"""

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Ranking:
    """Weights; `version` is written into evaluation results."""

    version: int = 3
    # tiers: far apart, so that no sum of lower signals climbs over a higher one
    pinned: float = 1_000_000.0
    exact_key: float = 100_000.0
    exact_pinyin: float = 50_000.0
    exact_title: float = 20_000.0
    valid: float = 2_000.0
    contained_key: float = 25.0
    # words
    title: float = 0.9
    headings: float = 0.8
    body: float = 0.75
    characters: float = 0.7
    common_character: float = (
        0.4  # in more than this share of the documents: says nothing, costs most
    )
    common_word: float = 0.4  # likewise: 应当 stands in every second clause of a statute
    stop_word: float = 0.7
    required_share: float = 0.15
    synonym: float = 0.8
    # phrases: only for queries that read as a name, not as a question
    phrase_words: int = 7
    phrase_title: float = 12.0
    phrase_headings: float = 6.0
    phrase_body: float = 4.0
    syllables: float = 2.0
    # freshness: years back from today, each a little less
    fresh_years: tuple[float, ...] = (1.5, 1.2, 0.9, 0.6, 0.3)
    maximum_words: int = 64

    def required(self, words: int) -> int:
        """How many of so many words must be there, one at least."""
        return max(1, int(words * self.required_share + 0.5))


RANKING = Ranking()

# What a person adds to make a question of it. Cut out of the query before bigrams are made, so that
# no bigram spans the cut; a query made of nothing else is searched as it stands.
QUESTION_WORDS = re.compile(
    "什么|甚么|怎么样|怎么办|怎么|怎样|如何|哪些|哪个|哪种|哪里|哪儿|哪年|哪位|哪|为什么|为何|多少|几"
    "|是否|能否|可否|有没有|吗|呢|吧|请问|我想知道|我想|想问|谁|何时|何地|何"
)
# A bigram with one of these says less than its rarity pretends (请的, 是在).
STOP_CHARACTERS = frozenset(
    "的了是在和与及或于为以被把对从到由其之而并等这那该此个种有会能要可就都也很吗呢吧啊呀么什怎哪何谁几"
)
