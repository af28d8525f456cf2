"""The one spelling of frozen figures, so that equal figures have equal hashes everywhere."""

import datetime as dt
import hashlib
import json
from decimal import Decimal
from typing import Any


def canonical_json(figures: Any) -> str:
    """UTF-8 text with sorted keys and no spaces; decimals and dates become strings.

    Raises TypeError on a float: binary fractions print differently by machine.
    """
    return json.dumps(
        plain(figures), ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    )


def digest_of(content: bytes) -> str:
    """SHA-256 of a file."""
    return hashlib.sha256(content).hexdigest()


def digest(text: str) -> str:
    """SHA-256 of the canonical text."""
    return digest_of(text.encode())


def plain(value: Any) -> Any:
    """The same figures with nothing in them but text, whole numbers, true, false and null."""
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, dt.date):
        return value.isoformat()
    if value is None or isinstance(value, str | bool | int):
        return value
    raise TypeError(f"{type(value).__name__} has no canonical form: {value!r}")
