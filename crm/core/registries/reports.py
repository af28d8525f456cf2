"""Report kinds: code and rule version, figures in, pages out."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from crm.core.registries.registry import Registry


@dataclass(frozen=True)
class ReportKind:
    """``figures(as_of, scope)`` gives the canonical figures (JSON-ready, decimals as strings).

    ``template`` renders them as HTML for page and PDF; ``sheets(figures)`` gives the workbook.
    """

    key: str
    label: Any
    number_prefix: str
    rule_version: str
    figures: Callable[[dt.date, str], dict[str, Any]]
    template: str
    action: str
    page_context: Callable[[dict[str, Any]], dict[str, Any]] | None = None
    sheets: Callable[[dict[str, Any]], Any] | None = None
    order: int = 50


report_kinds: Registry[ReportKind] = Registry("report kinds")
