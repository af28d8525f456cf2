"""Entries of the left navigation, shown by what a person may do."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from crm.core.registries.registry import Registry


@dataclass(frozen=True)
class NavItem:
    """``section`` is main, space, data or admin. ``count`` takes the user and gives the rows whose
    number stands beside the label, as a plain queryset: the shell counts those of all entries in
    one query. ``number`` gives one that is no count of rows; it must be there already, never
    reckoned for the page. ``tab_action`` is what a person must be able to do to find the entry in
    the bar under the thumb on a phone too: who only reads has other things first.
    """

    key: str
    label: Any
    url_name: str
    icon: str
    action: str
    section: str = "main"
    order: int = 50
    count: Callable[[Any], QuerySet] | None = None
    number: Callable[[Any], int | None] | None = None
    tab_action: str = ""


navigation: Registry[NavItem] = Registry("navigation")
