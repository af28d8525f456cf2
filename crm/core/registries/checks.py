"""What ``manage.py doctor`` looks at."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from crm.core.registries.registry import Registry


@dataclass(frozen=True)
class Finding:
    """``level`` is ok, warn or bad; ``advice`` says what to do."""

    level: str
    message: str
    advice: str = ""


@dataclass(frozen=True)
class Check:
    """``run()`` gives one finding or several."""

    key: str
    label: Any
    run: Callable[[], list[Finding]]
    order: int = 50


checks: Registry[Check] = Registry("doctor checks")
