"""What a column of an import or export holds."""

from collections.abc import Callable
from dataclasses import dataclass
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
    kind; ``choices`` may be a callable. ``positive`` refuses zero; ``places`` are
    the decimals of a ``number``.
    """

    key: str
    label: Any
    type: str = "text"
    required: bool = False
    choices: Choices | Callable[[], Choices] = ()
    aliases: tuple[str, ...] = ()
    max_length: int = 255
    positive: bool = False
    places: int = 2
    sample: Any = None
    help: Any = ""

    def options(self) -> Choices:
        """Key and label of every value that a choice cell may take."""
        return self.choices() if callable(self.choices) else self.choices

    def labels(self) -> dict[str, str]:
        """The label in both languages, as ``zh`` and ``en``."""
        return {"zh": in_language("zh-hans", self.label), "en": in_language("en", self.label)}


def in_language(language: str, text: Any) -> str:
    """A lazy text in the named language."""
    with translation.override(language):
        return str(text)
