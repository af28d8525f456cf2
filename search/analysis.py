"""The one analysis chain: what a text becomes in the index and what a query becomes beside it.

Both engines take the tokens made here, so both rank alike. Pure functions; no Django.
Han runs become overlapping bigrams ("words") and single characters ("chars"); everything else
stays a whole token. Numbers are added beside the text, never instead of it, so that 八条 and 8条
meet while 统一条例 keeps its own bigrams.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from opencc import OpenCC
from pypinyin import Style, lazy_pinyin

ANALYSIS_VERSION = 3
MAX_TOKEN = 64
MAX_QUERY_CHARACTERS = 20_000

HAN = "\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
KANA_HANGUL = "\u3040-\u30ff\u31f0-\u31ff\uac00-\ud7af"
RUN = re.compile(rf"[{HAN}{KANA_HANGUL}]+|[^\W_{HAN}{KANA_HANGUL}]+(?:\.\d+)*")
IDEOGRAPHIC = re.compile(rf"[{HAN}{KANA_HANGUL}]")
UNSAFE = re.compile(r"[\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffc]")
SURROGATE = re.compile(r"[\ud800-\udfff]")
FOLDING = str.maketrans(
    dict.fromkeys("〔【〖［[｛{《〈「『﹝⟨", "(")
    | dict.fromkeys("〕】〗］]｝}》〉」』﹞⟩", ")")
    | dict.fromkeys("‐‑‒–—―−－﹣﹘~～〜·•‧・", "-")
)

DIGITS = dict(zip("〇零一二两三四五六七八九", (0, 0, 1, 2, 2, 3, 4, 5, 6, 7, 8, 9), strict=True))
SCALES = {"十": 10, "百": 100, "千": 1000}
BIG_SCALES = {"万": 10_000, "亿": 100_000_000}
COUNTERS = (
    "条项章节款年月日号届期批个家人元户名次级类种岁天周层楼栋座米倍件例点亩吨所篇部位度时分秒"
)
HAN_NUMBER = "〇零一二两三四五六七八九十百千万亿"
NUMBER = re.compile(
    rf"(?P<ordinal>第)?(?:(?P<arabic>\d+(?:,\d{{3}})*(?:\.\d+)?)(?P<scale>[十百千]?[万亿]{{0,2}})"
    rf"|(?P<han>[{HAN_NUMBER}]+))(?P<counter>[{COUNTERS}])?"
)


@dataclass(frozen=True, slots=True)
class Tokens:
    """`words` keep the order of the text (phrases are searched in them), `chars` are single Han."""

    words: list[str]
    chars: list[str]


@cache
def _simplifier() -> OpenCC:
    return OpenCC("t2s")


def clean(text: str) -> str:
    """Any text made safe to handle: no NUL, control, direction or lone surrogate characters."""
    return SURROGATE.sub(" ", UNSAFE.sub(" ", text))


def normalise(text: str) -> str:
    """NFKC, lower case, simplified characters, one kind of bracket and one kind of dash."""
    folded = unicodedata.normalize("NFKC", clean(text)).lower()
    if not folded.isascii():
        folded = _simplifier().convert(folded)
    return folded.translate(FOLDING)


@lru_cache(maxsize=16_384)
def fold_character(character: str) -> str:
    """What one raw character becomes; highlighting walks the raw text with it."""
    return normalise(character)


def han_value(numeral: str) -> int | None:
    """十二 → 12, 二〇二三 → 2023, 一亿八千万 → 180000000; None where it is no number."""
    if not numeral:
        return None
    if all(character in DIGITS for character in numeral):
        return int("".join(str(DIGITS[character]) for character in numeral))
    total = section = digit = 0
    for character in numeral:
        if character in DIGITS:
            digit = DIGITS[character]
        elif character in SCALES:
            section += (digit or 1) * SCALES[character]
            digit = 0
        else:
            section = (section + digit or 1) * BIG_SCALES[character]
            total, section, digit = total + section, 0, 0
    return total + section + digit


def _value(match: re.Match[str]) -> tuple[str, bool]:
    """The canonical digits of a matched number and whether a scale word stood in it."""
    if match["han"]:
        value = han_value(match["han"])
        return str(value), any(character in BIG_SCALES for character in match["han"])
    digits = match["arabic"].replace(",", "")
    if not match["scale"]:
        return digits, False
    whole, _, fraction = digits.partition(".")
    scaled = int(whole + fraction)
    for character in match["scale"]:
        scaled *= SCALES.get(character) or BIG_SCALES[character]
    divisor = 10 ** len(fraction)
    return (str(scaled // divisor) if scaled % divisor == 0 else f"{scaled}/{divisor}"), True


def number_tokens(normalised: str) -> Iterator[str]:
    """Extra tokens for numbers: 第十二条 and 第12条 both give `第12条`, 1.8亿 and 18000万 both
    `#180000000`."""
    for match in NUMBER.finditer(normalised):
        if match["han"] and not (match["ordinal"] or match["counter"] or len(match["han"]) > 1):
            continue
        value, scaled = _value(match)
        if scaled:
            yield f"#{value}"[:MAX_TOKEN]
        elif match["ordinal"] or match["counter"]:
            yield f"{match['ordinal'] or ''}{value}{match['counter'] or ''}"[:MAX_TOKEN]


def words_of(normalised: str) -> list[str]:
    """Bigrams of Han runs, a lone Han character as it is, everything else whole."""
    words: list[str] = []
    for run in RUN.findall(normalised):
        if not IDEOGRAPHIC.match(run):
            words.append(run[:MAX_TOKEN])
        elif len(run) == 1:
            words.append(run)
        else:
            words.extend([run[start : start + 2] for start in range(len(run) - 1)])
    return words


def analyse(text: str) -> Tokens:
    """The tokens of a text for the index."""
    normalised = normalise(text)
    words = words_of(normalised)
    words.extend(number_tokens(normalised))
    return Tokens(words, IDEOGRAPHIC.findall(normalised))


def key(text: str) -> str:
    """What an exact name or 文号 is compared by: 京政发〔2023〕五号 = 京政发[2023]5号, 丰九条 =
    丰9条.

    Marks and blanks vanish, except that a dash stays between two digits: year and number must
    not fuse.
    """
    folded = NUMBER.sub(_fold_number, normalise(text))
    pieces = [piece for piece in re.split(r"[\W_]+", folded) if piece]
    joined = ""
    for piece in pieces:
        joined += "-" if joined and joined[-1].isdigit() and piece[0].isdigit() else ""
        joined += piece
    return joined[:200]


def _fold_number(match: re.Match[str]) -> str:
    if match["han"] and not (match["ordinal"] or match["counter"]):
        return match[0]
    value, _ = _value(match)
    return f"{match['ordinal'] or ''}{value}{match['counter'] or ''}"


def syllables(text: str) -> list[str]:
    """Pinyin syllables of the Han characters, other runs as they are: 丰台CBD → feng tai cbd."""
    spelt: list[str] = []
    for run in RUN.findall(normalise(text)):
        spelt.extend(lazy_pinyin(run) if IDEOGRAPHIC.match(run) else [run])
    return [syllable[:MAX_TOKEN] for syllable in spelt]


def initials(text: str) -> str:
    """First letters of the pinyin: 丰九条 → fjt."""
    letters = ""
    for run in RUN.findall(normalise(text)):
        letters += (
            "".join(lazy_pinyin(run, style=Style.FIRST_LETTER)) if IDEOGRAPHIC.match(run) else run
        )
    return letters[:MAX_TOKEN]


def pinyin_tokens(names: Iterable[str]) -> list[str]:
    """For each name its syllables in order, then whole spelling and initials."""
    tokens: list[str] = []
    for name in names:
        spelt = syllables(name)
        if spelt:
            tokens += [*spelt, "".join(spelt)[:MAX_TOKEN], initials(name)]
    return tokens


def sounds_of(text: str) -> str:
    """The pinyin of a text written together: what names that sound the same have in common."""
    return "".join(syllables(text))[:MAX_TOKEN]
