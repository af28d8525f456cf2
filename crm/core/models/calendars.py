"""The working calendar: which weekdays were holidays, which weekend days were worked."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from crm.core.records import Record
from crm.core.scopes import Scope


class CalendarYear(Record):
    """A year whose State Council notice is entered. Other years count Monday to Friday, marked
    暂按.
    """

    scope = Scope(
        view="core.manage_settings", edit="core.manage_settings", open_to="core.view_teams"
    )

    year = models.PositiveSmallIntegerField(_("year"), unique=True)
    source = models.CharField(_("source"), max_length=120)

    class Meta:
        verbose_name = _("calendar year")
        verbose_name_plural = _("calendar years")
        ordering = ("year",)

    def __str__(self) -> str:
        return str(self.year)


class CalendarDay(Record):
    """A day that differs from its weekday: a holiday from Monday to Friday, or a worked weekend
    day.
    """

    scope = Scope(
        view="core.manage_settings", edit="core.manage_settings", open_to="core.view_teams"
    )

    day = models.DateField(_("day"), unique=True)
    is_working = models.BooleanField(_("worked"))
    name = models.CharField(_("name"), max_length=60, blank=True)

    class Meta:
        verbose_name = _("calendar day")
        verbose_name_plural = _("calendar days")
        ordering = ("day",)

    def __str__(self) -> str:
        return str(self.day)
