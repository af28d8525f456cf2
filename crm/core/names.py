"""Names as typed and as compared. Pure: no Django."""

import re
import unicodedata
from functools import lru_cache

from opencc import OpenCC
from stdnum.cn import uscc as stdnum_uscc

_SPACE = re.compile(r"\s+")
_to_simplified = OpenCC("t2s").convert


def clean_name(text: str) -> str:
    """The stored form: NFKC, trimmed, space folded; brackets of Chinese names full width."""
    folded = _SPACE.sub(" ", unicodedata.normalize("NFKC", text)).strip()
    if re.search(r"[一-龥]", folded):
        folded = folded.replace("(", "（").replace(")", "）")
    return folded


@lru_cache(maxsize=4096)
def name_key(text: str) -> str:
    """The compared form: also lower case, simplified, without spaces and punctuation."""
    folded = _to_simplified(unicodedata.normalize("NFKC", text)).lower()
    return "".join(char for char in folded if char.isalnum())


def clean_uscc(text: str) -> str:
    """The 18 characters of a 统一社会信用代码, upper case.

    Raises ValueError when a check digit fails: GB 32100 as a whole, GB 11714 for the organisation.
    """
    code = unicodedata.normalize("NFKC", text).strip().upper().replace(" ", "")
    if not stdnum_uscc.is_valid(code) or not _valid_organisation_code(code[8:17]):
        raise ValueError(text)
    return code


def _valid_organisation_code(code: str) -> bool:
    """GB 11714: eight characters weighted 3 7 9 10 5 8 4 2, check 11 − Σ mod 11 (10 → X, 11 →
    0).
    """
    weights = (3, 7, 9, 10, 5, 8, 4, 2)
    values = [int(char) if char.isdigit() else ord(char) - 55 for char in code[:8]]
    check = 11 - sum(weight * value for weight, value in zip(weights, values, strict=True)) % 11
    return code[8] == {10: "X", 11: "0"}.get(check, str(check))


def make_uscc(prefix: str, organisation: str) -> str:
    """A valid code from 8 leading characters (such as 91110106) and 8 of organisation code.

    For demo data and tests; the codes belong to nobody.
    """
    weights = (3, 7, 9, 10, 5, 8, 4, 2)
    values = [int(char) if char.isdigit() else ord(char) - 55 for char in organisation]
    check = 11 - sum(weight * value for weight, value in zip(weights, values, strict=True)) % 11
    body = prefix + organisation + {10: "X", 11: "0"}.get(check, str(check))
    return body + stdnum_uscc.calc_check_digit(body)


class Code(str):
    """A name for machines, such as an account or a code: pages mark it as not to be translated."""

    __slots__ = ()
    is_code = True
