"""Words around locked figures: ``{name}`` stands for a computed figure, all else is free text.

Pure: text in, runs out. What is stored about an edited passage is its text with the names; the
figures come from the snapshot each time, so words and figures cannot part.
"""

import re
from collections.abc import Mapping
from dataclasses import replace

from crm.reports.layout import Document, Paragraph, Run

NAME = re.compile(r"\{([^{}\n]*)\}")
BRACE = re.compile(r"[{}]")
# What a person would call a figure: a number with a unit, or with decimals.
FIGURE = re.compile(
    r"[+−-]?\d[\d,]*(?:\.\d+)?\s*(?:%|％|个?百分点|万|亿|㎡|平方米|家|栋|份|户|个|元)"
    r"|[+−-]?\d[\d,]*\.\d+"
)


def passage(key: str, words: str, *, lead: bool = False, **figures: Run | str) -> Paragraph:
    """A paragraph that people may edit: ``passage("general.lead", "入驻率{入驻率}。", 入驻率=…)``.

    A figure that the words do not name may still be put in by whoever edits them.
    """
    known = {name: _locked(value) for name, value in figures.items()}
    return Paragraph(runs_of(words, known), lead=lead, key=key, template=words, figures=known)


def _locked(value: Run | str) -> Run:
    run = value if isinstance(value, Run) else Run(value)
    return replace(run, locked=True)


def runs_of(words: str, figures: Mapping[str, Run]) -> list[Run]:
    """The words with their figures; a name that is not known stays as it was typed."""
    runs: list[Run] = []
    position = 0
    for match in NAME.finditer(words):
        name = match[1].strip()
        if name in figures:
            runs += _free(words[position : match.start()])
            runs.append(replace(figures[name]))
            position = match.end()
    return runs + _free(words[position:])


def _free(text: str) -> list[Run]:
    return [Run(text)] if text else []


def reword(document: Document, words: Mapping[str, str]) -> Document:
    """The document with the passages as they were edited, by key."""
    for key, paragraph in document.passages.items():
        if key in words:
            paragraph.runs = runs_of(words[key], paragraph.figures)
    return document


def names_in(words: str) -> list[str]:
    """The figures that the words name, in order."""
    return [match[1].strip() for match in NAME.finditer(words)]


def unknown_names(words: str, paragraph: Paragraph) -> list[str]:
    """Names in braces that stand for no figure of the passage."""
    return [name for name in names_in(words) if name not in paragraph.figures]


def has_stray_brace(words: str) -> bool:
    """Whether a brace is left over: a name that was cut by hand."""
    return BRACE.search(NAME.sub("", words)) is not None


def typed_figures(words: str, paragraph: Paragraph) -> list[str]:
    """Numbers that look like figures and were typed by hand: they do not follow the data."""
    computed = set(FIGURE.findall(NAME.sub(" ", paragraph.template)))
    typed = FIGURE.findall(NAME.sub(" ", words))
    return [number for number in dict.fromkeys(typed) if number not in computed]


def clean(words: str) -> str:
    """Line ends of every system as one, no blanks at the end of a line, no empty lines at the
    ends.
    """
    lines = words.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(line.rstrip() for line in lines).strip("\n")


class Wording:
    """A passage that is put together sentence by sentence, with the figures it names."""

    def __init__(self, key: str, *, lead: bool = False) -> None:
        self.key, self.lead = key, lead
        self.words: list[str] = []
        self.figures: dict[str, Run | str] = {}

    def say(self, words: str, **figures: Run | str) -> None:
        """Add words and the figures that they name."""
        self.words.append(words)
        self.figures |= figures

    def offer(self, **figures: Run | str) -> None:
        """Figures that the words do not use, for whoever edits them."""
        self.figures |= figures

    def passage(self) -> Paragraph:
        """The paragraph."""
        return passage(self.key, "".join(self.words), lead=self.lead, **self.figures)
