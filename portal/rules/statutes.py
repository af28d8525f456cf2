"""Statutes in Markdown, read into title, dates, preamble, headings and articles. One article is
one clause.

Files are irregular: the end mark of the head may be missing, spaces are half or full width or
absent, articles have several paragraphs, two articles share a line, decisions have no articles at
all.
"""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

NUMERALS = "〇零一二三四五六七八九十百千两0-9０-９"
# An article begins a paragraph: 第三条, 第 三 条, **第三条**, 第三条之一; what follows is a space
# or the text.
ARTICLE = re.compile(
    rf"^[\s　#*>_]*第\s*([{NUMERALS}]+)\s*条(?:\s*之\s*([一二三四五六七八九十]+))?[*_]*(.*)$", re.S
)
# A second article inside a paragraph follows the end of a sentence.
INNER = re.compile(rf"(?<=[。；：!！？])[\s　]*(?=第([{NUMERALS}]+)条)")
# 第三条规定的…, 第三条第二款…, 第三条的…: a reference, not an article.
REFERENCE = re.compile(r"^(?:第|的|规定|所|和|、|，|,|至|或|中|修改|删|改|增|移|后|前款|以下|关于)")
HEADING = re.compile(r"^[\s　]*#{2,6}\s*(.+?)[\s　#]*$")
CHAPTER = re.compile(rf"^第[{NUMERALS}]+[编章节][\s　]")
COMMENT = re.compile(r"<!--.*?-->", re.S)
HEAD_END = re.compile(r"<!--\s*INFO\s*END\s*-->", re.I)
DATE = re.compile(r"(\d{4})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日")
NAME_DATE = re.compile(r"[(（](\d{4})-(\d{2})-(\d{2})[)）]")
HEAD_LINE = re.compile(r"^(?:\d{4}\s*年|[（(]?\s*根据|[（(]\s*\d{4}|自\d{4})")
IN_FORCE = re.compile(
    r"自\s*(\d{4})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日\s*起\s*(?:施行|实施|执行|生效)"
)
FROM_ISSUE = re.compile(r"自\s*(?:公布|发布|颁布)\s*之日\s*起\s*(?:施行|实施|执行|生效)")
NUMBER_OF_ACT = re.compile(
    r"(?:国务院令|主席令|人民政府令|国发|国办发|京政发)[〔\[（(]?[^\s，。）)]{0,12}?第?\s*\d+\s*号"
)
ISSUERS = (
    "全国人民代表大会常务委员会",
    "全国人民代表大会",
    "北京市人民代表大会常务委员会",
    "北京市人民代表大会",
    "最高人民法院",
    "中央军事委员会",
    "国务院",
    "北京市人民政府",
)
SESSION_ISSUERS = (
    (re.compile(r"全国人民代表大会常务委员会|全国人大常委会"), "全国人民代表大会常务委员会"),
    (re.compile(r"北京市.{0,6}人民代表大会常务委员会"), "北京市人民代表大会常务委员会"),
    (re.compile(r"北京市.{0,6}人民代表大会"), "北京市人民代表大会"),
    (re.compile(r"全国人民代表大会"), "全国人民代表大会"),
    (re.compile(r"最高人民法院"), "最高人民法院"),
    (re.compile(r"国务院"), "国务院"),
    (re.compile(r"北京市人民政府|市政府"), "北京市人民政府"),
)
DIGITS = {character: value for value, character in enumerate("零一二三四五六七八九")} | {
    "〇": 0,
    "两": 2,
}


class UnreadableStatuteError(ValueError):
    """The text holds no title or no words; the message says which."""


@dataclass
class Part:
    """``kind`` is ``heading``, ``text`` or ``article``; ``label`` is 第三条之一 for an article,
    else empty.
    """

    kind: str
    label: str = ""
    paragraphs: list[str] = field(default_factory=list)
    level: int = 0


@dataclass
class Statute:
    title: str
    parts: list[Part]
    history: list[str]
    adopted_on: dt.date | None = None
    effective_on: dt.date | None = None
    issuer: str = ""
    document_number: str = ""

    @property
    def articles(self) -> list[Part]:
        return [part for part in self.parts if part.kind == "article"]


def read(text: str, file_name: str = "") -> Statute:
    """Raises UnreadableStatuteError for an empty file or one without a title."""
    text = text.lstrip("﻿").replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip():
        raise UnreadableStatuteError("the file is empty")
    title, rest = _title(text, file_name)
    history, body = _history(rest)
    parts = list(_parts(body))
    if not any(part.paragraphs for part in parts):
        raise UnreadableStatuteError("the file has a title and no text")
    adopted_on = _day_in_name(file_name) or _last_day(history)
    return Statute(
        title=title,
        parts=parts,
        history=history,
        adopted_on=adopted_on,
        effective_on=_effective_on(parts, _first_day(history)),
        issuer=_issuer(history, title),
        document_number=_number(history),
    )


def number_of(numeral: str) -> int:
    """一百二十三, 123 and １２３ as an integer."""
    digits = numeral.translate(str.maketrans("０１２３４５６７８９", "0123456789"))
    if digits.isdigit():
        return int(digits)
    total = current = 0
    for character in numeral:
        if character in DIGITS:
            current = DIGITS[character]
        elif character == "十":
            total, current = total + (current or 1) * 10, 0
        elif character in "百千":
            total, current = total + current * (100 if character == "百" else 1000), 0
    return total + current


# --- head ------------------------------------------------------------------------------------


def _title(text: str, file_name: str) -> tuple[str, str]:
    lines = text.lstrip().split("\n")
    first = lines[0].strip(" 　")
    if first.startswith("#") and not first.startswith("##"):
        title = first.lstrip("#").strip(" 　*")
        rest = lines[1:]
    else:
        # A file without its title mark: a short first line is the title, else the file's own name.
        short = 0 < len(first) <= 80 and not ARTICLE.match(first) and "。" not in first
        title = (
            first.lstrip("#").strip(" 　*")
            if short
            else NAME_DATE.sub("", file_name).removesuffix(".md").strip()
        )
        rest = lines[1:] if short else lines
    if not title:
        raise UnreadableStatuteError("the file has no title")
    return re.sub(r"[\s　]+", " ", title), "\n".join(rest)


def _history(rest: str) -> tuple[list[str], str]:
    """Who adopted or amended it and when, and what follows."""
    marked = HEAD_END.split(rest, maxsplit=1)
    if len(marked) == 2:
        return _paragraphs(marked[0]), marked[1]
    history: list[str] = []
    lines = rest.split("\n")
    for position, line in enumerate(lines):
        stripped = line.strip(" 　")
        if not stripped:
            continue
        if not HEAD_LINE.match(stripped) or (
            ARTICLE.match(stripped) and not REFERENCE.match(stripped)
        ):
            return history, "\n".join(lines[position:])
        history.append(stripped)
    return history, ""


def _paragraphs(text: str) -> list[str]:
    lines = (line.strip(" 　\t") for line in COMMENT.sub("", text).split("\n"))
    return [line for line in lines if line]


def _days(lines: list[str]) -> Iterator[dt.date]:
    for line in lines:
        for year, month, day in DATE.findall(line):
            try:
                yield dt.date(int(year), int(month), int(day))
            except ValueError:
                continue


def _first_day(lines: list[str]) -> dt.date | None:
    return next(_days(lines), None)


def _last_day(lines: list[str]) -> dt.date | None:
    return max(_days(lines), default=None)


def _day_in_name(file_name: str) -> dt.date | None:
    found = NAME_DATE.search(file_name)
    if found is None:
        return None
    try:
        return dt.date(*(int(part) for part in found.groups()))
    except ValueError:
        return None


def _issuer(history: list[str], title: str) -> str:
    for line in [*history[:1], title]:
        for pattern, issuer in SESSION_ISSUERS:
            if pattern.search(line):
                return issuer
    return ""


def _number(history: list[str]) -> str:
    for line in history:
        found = NUMBER_OF_ACT.search(line)
        if found:
            return found.group(0)
    return ""


def _effective_on(parts: list[Part], issued_on: dt.date | None) -> dt.date | None:
    """The day named in the last articles (施行日期 stands at the end), or the day of issue."""
    for part in reversed(parts[-6:]):
        words = " ".join(part.paragraphs)
        found = IN_FORCE.search(words)
        if found:
            try:
                return dt.date(*(int(number) for number in found.groups()))
            except ValueError:
                return None
        if FROM_ISSUE.search(words):
            return issued_on
    return None


# --- body ------------------------------------------------------------------------------------


def _parts(body: str) -> Iterator[Part]:
    current: Part | None = None
    expected = 1
    for paragraph in _paragraphs(body):
        heading = HEADING.match(paragraph)
        if heading or (CHAPTER.match(paragraph) and len(paragraph) < 40):
            if current:
                yield current
                current = None
            words = (heading.group(1) if heading else paragraph).strip("* ")
            # A heading mark before an article is a slip of the typist.
            if not ARTICLE.match(words):
                yield Part("heading", "", [re.sub(r"[\s　]+", " ", words)], _level(paragraph))
                continue
            paragraph = words
        for piece in _pieces(paragraph, expected):
            label, number, words = _article(piece, expected)
            if not label:
                current = current or Part("text")
                current.paragraphs.append(piece)
                continue
            if current:
                yield current
            current = Part("article", label, [words] if words else [])
            expected = number + 1
    if current:
        yield current


def _level(paragraph: str) -> int:
    marks = len(paragraph) - len(paragraph.lstrip("# 　"))
    return max(2, min(marks, 4)) if paragraph.lstrip(" 　").startswith("#") else 2


def _pieces(paragraph: str, expected: int) -> Iterator[str]:
    """The paragraph, cut where an article begins inside it whose number is the next one."""
    rest = paragraph
    opening = ARTICLE.match(rest)
    following = number_of(opening.group(1)) + 1 if opening else expected
    start = 0
    for found in INNER.finditer(paragraph):
        if number_of(found.group(1)) != following or _refers(paragraph[found.end() :]):
            continue
        yield paragraph[start : found.start()].strip(" 　")
        start = found.end()
        following += 1
    yield paragraph[start:].strip(" 　")


def _refers(words: str) -> bool:
    article = ARTICLE.match(words)
    return article is not None and bool(REFERENCE.match(article.group(3)))


def _article(piece: str, expected: int) -> tuple[str, int, str]:
    """``(label, number, words)``; the label is empty when the paragraph is no article."""
    found = ARTICLE.match(piece)
    if found is None:
        return "", 0, piece
    numeral, suffix, words = found.group(1), found.group(2), found.group(3)
    spaced = words[:1] in {" ", "　", "\t", ""}
    number = number_of(numeral)
    if not spaced and (REFERENCE.match(words) or number != expected):
        return "", 0, piece
    label = f"第{numeral}条" + (f"之{suffix}" if suffix else "")
    return label, number, words.strip(" 　\t:：*")
