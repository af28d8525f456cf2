"""Panels that an upper app shows on the page of a lower one's record."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model

from crm.core.registries.registry import Registry


@dataclass(frozen=True)
class Panel:
    """``context(record, user)`` gives the template's variables, or None when there is nothing to
    show.
    """

    key: str
    model: str
    title: Any
    template: str
    context: Callable[[Model, Any], dict[str, Any] | None]
    action: str
    order: int = 50
    side: bool = False


panels: Registry[Panel] = Registry("panels")


def panels_of(record: Model, user: Any) -> list[dict[str, Any]]:
    """The panels of a record that this person may see, ready to include."""
    shown = []
    for panel in panels:
        if panel.model == record._meta.label and user.can(panel.action):
            context = panel.context(record, user)
            if context is not None:
                shown.append({"panel": panel, "template": panel.template, **context})
    return shown
