"""What a text becomes: the same tokens however it was typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.analysis import (
    analyse,
    clean,
    han_value,
    initials,
    key,
    normalise,
    number_tokens,
    pinyin_tokens,
    sounds_of,
    syllables,
    words_of,
)

ANY_TEXT = st.text(st.characters(codec=None), max_size=200)
HAN = st.text(st.sampled_from("丰台区政策企业租金补贴条第一二三十百千万亿统"), max_size=40)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("ＣＢＤ", "cbd"),
        ("獨角獸企業", "独角兽企业"),
        ("京政发〔2023〕5号", "京政发(2023)5号"),
        ("京政发【2023】5号", "京政发(2023)5号"),
        ("2020—2023", "2020-2023"),
        ("“两区”\x00建设", "“两区” 建设"),
    ],
)
def test_forms_of_one_text_are_one(typed: str, meant: str) -> None:
    assert normalise(typed) == meant


def test_han_becomes_bigrams_and_the_rest_stays_whole() -> None:
    assert words_of("租金补贴cbd 2023年a股") == [
        "租金",
        "金补",
        "补贴",
        "cbd",
        "2023",
        "年",
        "a",
        "股",
    ]
    assert analyse("丰台CBD").chars == ["丰", "台"]


@pytest.mark.parametrize(
    ("text", "token"),
    [
        ("丰九条", "9条"),
        ("8条", "8条"),
        ("八条", "8条"),
        ("第十二条", "第12条"),
        ("第12条", "第12条"),
        ("1.8亿美元", "#180000000"),
        ("18000万美元", "#180000000"),
        ("一亿八千万", "#180000000"),
        ("371亿元", "#37100000000"),
        ("5,000万元", "#50000000"),
        ("二〇二三年", "2023年"),
        ("第一百零五条", "第105条"),
    ],
)
def test_numbers_meet_however_they_are_written(text: str, token: str) -> None:
    assert token in list(number_tokens(normalise(text)))


def test_words_with_a_numeral_keep_their_own_bigrams() -> None:
    assert "统一" in analyse("统一条例").words


@pytest.mark.parametrize(
    ("numeral", "value"),
    [("十", 10), ("十二", 12), ("二十", 20), ("一百零五", 105), ("三千", 3000), ("两万", 20000)],
)
def test_han_numerals_have_their_value(numeral: str, value: int) -> None:
    assert han_value(numeral) == value


@pytest.mark.parametrize(
    "typed", ["京政发〔2023〕5号", "京政发[2023]5号", "京政发（2023）五号", " 京政发 2023 5号"]
)
def test_a_document_number_is_one_key(typed: str) -> None:
    assert key(typed) == "京政发2023-5号"


def test_year_and_number_do_not_fuse() -> None:
    assert key("〔2025〕27号") != key("〔20252〕7号")


def test_a_nickname_is_one_key_with_han_or_arabic_numeral() -> None:
    assert key("丰九条") == key("丰9条") == key("豐九條") == "丰9条"


def test_pinyin_has_syllables_whole_and_initials() -> None:
    assert pinyin_tokens(["丰九条"]) == ["feng", "jiu", "tiao", "fengjiutiao", "fjt"]
    assert syllables("重庆") == ["chong", "qing"]
    assert initials("丽泽SOHO") == "lzsoho"
    assert sounds_of("风九条") == sounds_of("丰九条")


@given(ANY_TEXT)
def test_any_text_gives_tokens_without_blanks(text: str) -> None:
    tokens = analyse(text)
    assert all(token and not token.isspace() and " " not in token for token in tokens.words)
    assert all(len(token) == 1 for token in tokens.chars)


@given(ANY_TEXT)
def test_what_comes_out_can_always_be_stored(text: str) -> None:
    for produced in (clean(text), normalise(text), key(text), initials(text), *analyse(text).words):
        produced.encode("utf-8")
        assert "\x00" not in produced


@given(ANY_TEXT)
def test_the_key_of_a_key_is_itself(text: str) -> None:
    assert key(key(text)) == key(text)


@given(HAN, HAN, HAN)
def test_what_stands_in_a_text_is_among_its_words(before: str, wanted: str, after: str) -> None:
    inside = set(analyse(before + wanted + after).words)
    assert {word for word in words_of(normalise(wanted)) if len(word) == 2} <= inside


@given(HAN)
def test_a_text_of_n_characters_has_n_minus_1_bigrams(text: str) -> None:
    assert len(words_of(text)) == max(len(text) - 1, min(len(text), 1))
