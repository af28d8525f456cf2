"""The Chinese screens are Chinese: complete, consistent, with Chinese punctuation."""

import html
import re
from pathlib import Path

import pytest

from tests.contracts import catalogues, tree

HAN = re.compile(r"[㐀-鿿]")
WORD = re.compile(r"[A-Za-z]{3,}")
COMMAND = re.compile(r"apt-get |manage\.py |https?://")
HALF_WIDTH = re.compile(r"[㐀-鿿]\s?[,;:?!(]|\)[㐀-鿿]")
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|%[sd]|\{(\w*)\}")
# Names and commands that are the same in Chinese.
SAME = re.compile(
    r"(?<![A-Za-z])(?:PDF|XLSX|DOCX|CSV|JSON|Excel|WPS|Word|xlsx|docx|csv|xls|pdf|zip|UTF|GB\d*|TOTP|Ctrl|Esc|Enter|Tab"
    r"|District Desk|English|Atom|RSS|ics|CNY|USD|EUR|HKD|JPY|GBP|ICP|SHA|WALE|URL|DATA_DIR|html)"
    r"(?![A-Za-z])"
)
UNITS = re.compile(r"[万亿]?(?:㎡|元|美元)|元/㎡·[天月]")
BLOCK_INSIDE_A_TAG = re.compile(
    r"\{%\s*block \w+_(?:class|attributes)\s*%\}.*?\{%\s*endblock\b.*?%\}", re.S
)
BARE_TAGS = re.compile(r"\{%.*?%\}|\{\{.*?\}\}", re.S)
TRANSLATED_BLOCK = re.compile(
    r"\{%\s*blocktrans(?:late)?\b.*?%\}.*?\{%\s*endblocktrans(?:late)?\s*%\}", re.S
)
SHOWN_ATTRIBUTES = re.compile(
    r"\b(?:title|placeholder|alt|aria-label|aria-description|label)=\"([^\"]*)\""
)
SKIPPED_ELEMENTS = re.compile(r"<(script|style|svg|pre|code)\b.*?</\1>", re.S | re.I)


def every_entry():
    for path in catalogues.catalogue_files():
        for entry in catalogues.entries(path):
            yield path.parents[2].name, entry


def english(text: str) -> list[str]:
    return WORD.findall(SAME.sub("", text))


def test_every_text_is_translated():
    written = {catalogues.key(entry) for _, entry in every_entry()}
    missing = {
        text: place
        for text, place in catalogues.texts().items()
        if text not in written and not catalogues.of_the_frameworks(text) and english(text[1])
    }
    assert missing == {}


def test_no_translation_is_empty_or_unsure():
    unfinished = [
        (package, catalogues.key(entry))
        for package, entry in every_entry()
        if entry.fuzzy or not all(catalogues.forms(entry))
    ]
    assert unfinished == []


def test_translations_are_chinese():
    foreign = [
        (package, catalogues.key(entry)[1])
        for package, entry in every_entry()
        if not all(HAN.search(form) for form in catalogues.forms(entry))
        and english(PLACEHOLDER.sub("", "".join(catalogues.forms(entry))))
        and not COMMAND.match(catalogues.key(entry)[1])
    ]
    assert foreign == []


def test_one_text_has_one_translation():
    """Catalogues are merged: of two translations one would win by chance."""
    seen, torn = {}, set()
    for package, entry in every_entry():
        text, form = (*catalogues.key(entry), entry.pluralizable), tuple(catalogues.forms(entry))
        if seen.setdefault(text, (package, form))[1] != form:
            torn.add((text[1], *seen[text][1], seen[text][0], *form, package))
    assert sorted(torn) == []


def test_translations_keep_their_placeholders():
    torn = [
        (package, catalogues.key(entry)[1], form)
        for package, entry in every_entry()
        for form in catalogues.forms(entry)
        if set(PLACEHOLDER.findall(catalogues.key(entry)[1])) != set(PLACEHOLDER.findall(form))
        and "n" not in str(PLACEHOLDER.findall(catalogues.key(entry)[1]))
    ]
    assert torn == []


def test_chinese_texts_have_chinese_punctuation():
    wrong = [
        (package, form)
        for package, entry in every_entry()
        for form in catalogues.forms(entry)
        if HALF_WIDTH.search(form)
    ]
    assert wrong == []


def bare_text(source: str) -> str:
    """What a template shows without asking for its translation."""
    source = re.sub(r"\{#.*?#\}|\{% comment.*?endcomment %\}|<!--.*?-->", "", source, flags=re.S)
    source = BARE_TAGS.sub("", BLOCK_INSIDE_A_TAG.sub("", TRANSLATED_BLOCK.sub("", source)))
    source = SKIPPED_ELEMENTS.sub("", source)
    shown = SHOWN_ATTRIBUTES.findall(source)
    return html.unescape(" ".join([*shown, re.sub(r"<[^>]*>", " ", source)]))


def test_templates_hold_no_bare_text():
    bare = {
        tree.relative(path): words
        for path in tree.templates()
        if path.suffix == ".html"
        for text in [bare_text(path.read_text())]
        if (words := [*english(text), *chinese(text, path)][:8])
    }
    assert bare == {}


def chinese(text: str, path: Path) -> list[str]:
    """Chinese that no English reader gets; the sheets of a report are Chinese official papers."""
    if "reports" in path.parts:
        return []
    return HAN.findall(UNITS.sub("", text))


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("<p>Hello</p>", ["Hello"]),
        ('<a title="Open it">{% translate "Open" %}</a>', ["Open"]),
        ("{% blocktranslate %}Hello{% endblocktranslate %}", []),
        ("<p>PDF</p>{{ name }}", []),
    ],
)
def test_bare_text_is_found(source, found):
    assert english(bare_text(source)) == found


def test_half_width_punctuation_is_found():
    assert HALF_WIDTH.search("保存,继续")
    assert not HALF_WIDTH.search("保存，继续")
