"""What a person has to do: the bell and 我的一天 collect it from the apps."""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

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
    """``items(user, today)`` gives the to-dos of one kind, the first few when there are many.

    ``rows(user, today)`` is the plain queryset behind them, which the bell counts together with
    those of the other sources; without it every page has to list the items for their number.
    """

    key: str
    label: Any
    items: Callable[[Any, dt.date], Iterable[Todo]]
    action: str
    order: int = 50
    rows: Callable[[Any, dt.date], QuerySet] | None = None


todos: Registry[TodoSource] = Registry("todos")
