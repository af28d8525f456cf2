"""Texts that need a translation, and the translations that there are."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from babel.messages.extract import extract
from babel.messages.pofile import read_po
from django.utils.translation import trans_real
from django.utils.translation.template import templatize

from tests.contracts import tree

KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
CALL = re.compile(r"\b(_|gettext|ngettext|pgettext|npgettext)\(")
Text = tuple[str, str]  # context ("" when there is none) and msgid


def texts() -> dict[Text, str]:
    """Every translatable text → one place where it stands."""
    found: dict[Text, str] = {}
    for path in tree.hand_written():
        for text in _of_python(path):
            found.setdefault(text, tree.relative(path))
    for path in tree.templates():
        if path.suffix in {".html", ".txt", ".xml", ".svg", ".ics"}:
            for text in _of_template(path):
                found.setdefault(text, tree.relative(path))
    return found


def _of_python(path: Path) -> Iterator[Text]:
    with path.open("rb") as handle:
        for _, message, _, context in extract("python", handle, KEYWORDS):
            yield context or "", message[0] if isinstance(message, tuple) else message


def _of_template(path: Path) -> Iterator[Text]:
    code = templatize(path.read_text(), origin=str(path))
    for match in CALL.finditer(code):
        call = ast.parse(_whole_call(code, match.start()), mode="eval").body
        assert isinstance(call, ast.Call)
        values = [entry.value for entry in call.args if isinstance(entry, ast.Constant)]
        yield (values[0], values[1]) if match[1].startswith(("p", "np")) else ("", values[0])


def _whole_call(code: str, start: int) -> str:
    """The call that begins at ``start``: the shortest piece up to a bracket that parses."""
    end = code.index(")", start)
    while True:
        try:
            ast.parse(code[start : end + 1], mode="eval")
        except SyntaxError:
            end = code.index(")", end + 1)
        else:
            return code[start : end + 1]


def catalogue_files(language: str = "zh_Hans") -> list[Path]:
    return sorted((tree.ROOT / "locale").glob(f"*/{language}/LC_MESSAGES/django.po"))


@cache
def entries(path: Path) -> list:
    with path.open("rb") as handle:
        return [entry for entry in read_po(handle, locale="zh_Hans") if entry.id]


def key(entry) -> Text:
    return entry.context or "", entry.id[0] if isinstance(entry.id, tuple) else entry.id


def forms(entry) -> list[str]:
    return list(entry.string) if isinstance(entry.string, tuple | list) else [entry.string]


def of_the_frameworks(text: Text) -> bool:
    """Whether Django, Wagtail or allauth bring this translation themselves."""
    context, message = text
    merged = trans_real.translation("zh-hans")
    return (
        merged.pgettext(context, message) != message
        if context
        else merged.gettext(message) != message
    )
