"""What a column of an import or export holds."""

import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils import translation

Choices = tuple[tuple[str, Any], ...]

TYPES = (
    "text",
    "name",
    "area",
    "number",
    "integer",
    "money",
    "amount",
    "date",
    "datetime",
    "choice",
    "boolean",
    "reference",
    "list",
)


@dataclass(frozen=True)
class Column:
    """``key`` never changes; ``label`` is translated; ``aliases`` are other heads that mean the
    same.

    ``type`` is one of TYPES. A ``reference`` is a code or number of another record, checked by the
    kind. An ``amount`` is a number of up to 18 whole digits whose unit stands in a column of its
    own, so that a unit in the cell is refused. ``positive`` refuses zero; ``places`` are
    the decimals of a ``number``.
    """

    key: str
    label: Any
    type: str = "text"
    required: bool = False
    choices: Choices = ()
    aliases: tuple[str, ...] = ()
    max_length: int = 255
    positive: bool = False
    places: int = 2
    sample: Any = None
    help: Any = ""

    @cached_property
    def meanings(self) -> dict[str, str]:
        """What a choice cell may say, as compared, and the key that it means."""
        found: dict[str, str] = {}
        for key, label in self.choices:
            for name in (key, in_language("zh-hans", label), in_language("en", label)):
                found.setdefault(choice_key(name), key)
        return found

    def labels(self) -> dict[str, str]:
        """The label in both languages, as ``zh`` and ``en``."""
        return {"zh": in_language("zh-hans", self.label), "en": in_language("en", self.label)}


def choice_key(text: str) -> str:
    """How labels of choices and names of sheets are compared."""
    folded = unicodedata.normalize("NFKC", text).casefold().replace("·", "/")
    return re.sub(r"[\s_\-·/]+", "", folded)


def in_language(language: str, text: Any) -> str:
    """A lazy text in the named language."""
    with translation.override(language):
        return str(text)
