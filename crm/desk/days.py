"""The order of a working day: to-dos by kind and by how urgent they are."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from crm.core.registries import Todo, todos

FAR = dt.datetime.max.replace(tzinfo=dt.UTC)
STATES = (
    ("late", _("Overdue"), "bad"),
    ("today", _("Due today"), "warn"),
    ("new", _("Newly assigned"), "info"),
    ("later", _("Later"), ""),
)


@dataclass(frozen=True)
class Group:
    """To-dos of one urgency, by due moment."""

    state: str
    label: Any
    tone: str
    items: list[Todo]
    total: int = 0


def todos_by_source(user: Any, day: dt.date) -> list[tuple[str, list[Todo]]]:
    """What each registered kind has for this person."""
    return [
        (source.key, list(source.items(user, day))) for source in todos if user.can(source.action)
    ]


def group_by_state(items: Iterable[Todo], shown: int | None = None) -> list[Group]:
    """Non-empty groups, the most urgent first; inside by moment, then title.

    With ``shown`` a group holds no more items than that, and ``total`` says how many there are.
    """
    ordered = sorted(items, key=lambda item: (item.due or FAR, str(item.title)))
    groups = []
    for state, label, tone in STATES:
        of_state = [item for item in ordered if item.state == state]
        if of_state:
            groups.append(Group(state, label, tone, of_state[:shown], len(of_state)))
    return groups
