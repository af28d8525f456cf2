"""Comparing and showing enterprises. Pure: no Django."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from pypinyin import lazy_pinyin

from crm.core.names import name_key

_DIGITS = re.compile(r"\D")
# What two spellings of one name may differ by; compared after name_key.
_FORMS = ("股份有限公司", "有限责任公司", "有限公司", "分公司", "公司", "演示")


def mask_phone(phone: str) -> str:
    """``13901234567`` → ``139****4567``; shorter numbers keep their last two characters."""
    text = phone.strip()
    if len(text) >= 11:
        return f"{text[:3]}****{text[-4:]}"
    return f"{'*' * max(len(text) - 2, 0)}{text[-2:]}" if text else ""


def phone_key(phone: str) -> str:
    """The compared form: digits alone, without the country code of China."""
    digits = _DIGITS.sub("", phone)
    return digits.removeprefix("0086").removeprefix("86") if len(digits) > 11 else digits


def name_pinyin(name: str) -> str:
    """The name's core (without legal form) in toneless pinyin, so that 秀云 is found for 岫云."""
    return "".join(lazy_pinyin(name_core(name), errors="default"))[:600]


def name_core(name: str) -> str:
    """The compared name without the words of its legal form; the whole key when nothing is left."""
    key = name_key(name)
    core = key
    for form in _FORMS:
        core = core.replace(form, "")
    return core or key


def closes_circle(enterprise: int, parent: int | None, parents: Mapping[int, int | None]) -> bool:
    """Whether ``enterprise`` under ``parent`` would stand above itself.

    ``parents`` maps an enterprise to its present parent.
    """
    seen: set[int] = set()
    while parent is not None and parent not in seen:
        if parent == enterprise:
            return True
        seen.add(parent)
        parent = parents.get(parent)
    return False


@dataclass(frozen=True)
class Likeness:
    """Why a recorded enterprise may be the one being typed. Higher ``weight`` first."""

    reason: str
    weight: int


SAME_CODE = Likeness("uscc", 100)
SAME_NAME = Likeness("name", 90)
FORMER_NAME = Likeness("former_name", 80)
SAME_PHONE = Likeness("phone", 70)
NAME_BEGINS = Likeness("begins", 60)
NAME_HOLDS = Likeness("holds", 50)
SAME_PINYIN = Likeness("pinyin", 40)
