"""What every staff page needs around its content."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from crm.core.clock import today
from crm.core.counting import ShellNumbers
from crm.core.registries import navigation

SECTIONS = ("main", "space", "data", "admin")


def shell(request: HttpRequest) -> dict[str, Any]:
    """District name, demo stamp, and, lazily, the navigation and the number on the bell."""
    user = getattr(request, "user", None)
    values: dict[str, Any] = {
        "district_name": settings.DISTRICT_NAME,
        "demo_data": settings.DEMO_DATA,
    }
    if user is not None and user.is_authenticated:
        numbers = ShellNumbers(user, today())
        values["shell_navigation"] = SimpleLazyObject(lambda: navigation_of(request, numbers))
        values["shell_todo_count"] = SimpleLazyObject(lambda: sum(numbers.waiting.values()))
    return values


def navigation_of(request: HttpRequest, numbers: ShellNumbers) -> list[dict[str, Any]]:
    """Sections with the entries that this person may open; empty sections are left out."""
    user: Any = request.user
    match = request.resolver_match
    current = match.view_name if match else ""
    sections = []
    for section in SECTIONS:
        items = [
            {
                "item": item,
                "count": item.number(user) if item.number else numbers.beside(item.key),
                "current": _is_current(current, item.url_name),
            }
            for item in navigation
            if item.section == section and user.can(item.action)
        ]
        if items:
            sections.append({"key": section, "items": items})
    return sections


def _is_current(current: str, url_name: str) -> bool:
    """The entry itself; a list also for the pages behind it that are no entries themselves."""
    if current == url_name:
        return True
    namespace, _, name = url_name.rpartition(":")
    return (
        name == "list"
        and namespace != "desk"
        and current.rpartition(":")[0] == namespace
        and all(item.url_name != current for item in navigation)
    )
