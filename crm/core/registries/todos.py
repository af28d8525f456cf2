"""What a person has to do: the bell and 我的一天 collect it from the apps."""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from crm.core.registries.registry import Registry


@dataclass(frozen=True)
class Todo:
    """``state`` is late, today, new or later; ``due`` says 工作日 or 自然日 in ``due_label``."""

    title: str
    subtitle: str
    task: str
    url: str
    state: str
    due: dt.datetime | None = None
    due_label: str = ""
    action_label: str = ""
    action_url: str = ""


@dataclass(frozen=True)
class TodoSource:
    """``items(user, today)`` gives the to-dos of one kind; ``count`` may be cheaper than
    listing.
    """

    key: str
    label: Any
    items: Callable[[Any, dt.date], Iterable[Todo]]
    action: str
    order: int = 50


todos: Registry[TodoSource] = Registry("todos")


def todos_of(user: Any, today: dt.date) -> list[Todo]:
    """Everything that waits for this person: late first, then by due moment."""
    rank = {"late": 0, "today": 1, "new": 2, "later": 3}
    found = [
        item for source in todos if user.can(source.action) for item in source.items(user, today)
    ]
    far = dt.datetime.max.replace(tzinfo=dt.UTC)
    return sorted(found, key=lambda item: (rank[item.state], item.due or far, item.title))
