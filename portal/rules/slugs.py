"""Addresses of public pages: from the 文号 where it has a year and a number, else a sequence.

No pinyin: heteronyms are read wrong (重庆), and a Chinese slug is nine bytes a character.
"""

import re
import unicodedata

SLUG = re.compile(r"^[a-z0-9]+(?:-[a-z0-9]+)*$")
NUMBER = re.compile(r"[〔\[(【]\s*(\d{4})\s*[〕\])】]\s*第?\s*(\d{1,5})\s*号")


def slug_of_number(prefix: str, document_number: str) -> str:
    """``京政发〔2025〕27号`` → ``zc-2025-h27``; empty when the text has no year and number.

    The ``h`` (号) keeps these apart from the sequence ``zc-2025-0027``.
    """
    found = NUMBER.search(unicodedata.normalize("NFKC", document_number))
    if found is None:
        return ""
    year, serial = found.groups()
    return f"{prefix}-{year}-h{int(serial)}"


def next_free(stem: str, taken: set[str]) -> str:
    """``stem``, or ``stem-2``, ``stem-3`` … : the first that is not taken."""
    if stem not in taken:
        return stem
    count = 2
    while f"{stem}-{count}" in taken:
        count += 1
    return f"{stem}-{count}"


def is_slug(text: str) -> bool:
    return bool(SLUG.match(text)) and len(text) <= 80
