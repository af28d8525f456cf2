"""Report kinds: code and rule version, figures in, a document out."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from crm.core.registries.registry import Registry


def no_addresses(figures: Mapping[str, Any]) -> dict[str, str]:
    """For a kind whose figures have no lists behind them."""
    return {}


@dataclass(frozen=True)
class ReportKind:
    """``figures(as_of, scope_code)`` computes the figures of one scope on one day.

    They are a plain dictionary (decimals and dates allowed) that holds at least ``scope`` with
    ``name``, ``closed`` and ``demo``; an unknown scope raises Refused. ``documents`` maps every
    rule version ever issued to what builds its document from figures alone; ``rule_version`` is
    today's.
    ``scopes()`` gives (code, name) pairs for the form, ``addresses(figures)`` the lists behind the
    figures. ``action`` is needed to draw up a report of this kind.
    """

    key: str
    label: Any
    number_prefix: str
    rule_version: str
    figures: Callable[[dt.date, str], dict[str, Any]]
    documents: Mapping[str, Callable[[Mapping[str, Any]], Any]]
    scopes: Callable[[], list[tuple[str, str]]]
    action: str
    addresses: Callable[[Mapping[str, Any]], dict[str, str]] = no_addresses
    order: int = 50

    def document(self, figures: Mapping[str, Any], rule_version: str) -> Any:
        """The document in the rule version that the figures were frozen in."""
        return self.documents[rule_version](figures)


report_kinds: Registry[ReportKind] = Registry("report kinds")
