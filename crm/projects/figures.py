"""累计, 新增 and 在库 for the bureau head: three figures of one library, each with its rows."""

import datetime as dt
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from crm.core.registries.figures import Figure, FigureDefinition, figures
from crm.projects.models import Library, LibraryEntry
from crm.projects.seeds import DEFAULT_LIBRARY


def _figure(name: str, value: int, basis: str, day: dt.date, query: dict[str, str]) -> Figure:
    library = Library.objects.filter(code=DEFAULT_LIBRARY).first()
    return Figure(
        name=name,
        value=value,
        unit=_("projects"),
        basis=basis,
        scope=_("All projects of the district in the library %(name)s") % {"name": library},
        as_of=day,
        rows_url=f"{reverse('desk:projects:list')}?{urlencode(query)}",
    )


def cumulative(user: Any, day: dt.date) -> Figure | None:
    """累计: ever entered by the day."""
    rows = LibraryEntry.objects.visible_to(user).cumulative(DEFAULT_LIBRARY, day)
    return _figure(
        _("Projects entered, cumulative"),
        rows.count(),
        _("Projects that had ever entered by that day, those that left included"),
        day,
        {"entered_before": day.isoformat()},
    )


def entered(user: Any, day: dt.date) -> Figure | None:
    """新增 of the year so far."""
    first = day.replace(month=1, day=1)
    rows = LibraryEntry.objects.visible_to(user).entered(
        DEFAULT_LIBRARY, first, day + dt.timedelta(days=1)
    )
    return _figure(
        _("Projects newly entered this year"),
        rows.count(),
        _("Projects whose day of entry lies between 1 January and that day"),
        day,
        {"entered_after": first.isoformat(), "entered_before": day.isoformat()},
    )


def present(user: Any, day: dt.date) -> Figure | None:
    """在库 on the day."""
    rows = LibraryEntry.objects.visible_to(user).present(DEFAULT_LIBRARY, day)
    return _figure(
        _("Projects in the library"),
        rows.count(),
        _("Entered by that day and not left; the day of leaving counts as out"),
        day,
        {"present_on": day.isoformat()},
    )


figures.register(FigureDefinition("projects.cumulative", cumulative, "projects.view", order=40))
figures.register(FigureDefinition("projects.entered", entered, "projects.view", order=41))
figures.register(FigureDefinition("projects.present", present, "projects.view", order=42))
