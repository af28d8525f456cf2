"""Dated settings and the values they start with."""

from dataclasses import dataclass
from typing import Any

from crm.core.registries.registry import Registry


@dataclass(frozen=True)
class SettingDefinition:
    """``default`` holds until the first row says otherwise; ``unit`` says 工作日 or 自然日 for
    limits.
    """

    key: str
    label: Any
    default: Any
    unit: Any = ""
    order: int = 50


dated_settings: Registry[SettingDefinition] = Registry("dated settings")
