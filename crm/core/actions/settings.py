"""Dated settings and the working calendar."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from crm.core.acts import announce, authorise, change, create
from crm.core.errors import Refused
from crm.core.models import CalendarDay, DatedSetting, User
from crm.core.registries import dated_settings

MANAGE = "core.manage_settings"


def set_dated_value(
    key: str, value: Any, *, by: User | None, effective_from: dt.date, note: str = ""
) -> DatedSetting:
    """A setting's value from a day on; the same day again replaces it. Earlier days keep theirs."""
    with transaction.atomic():
        authorise(by, MANAGE)
        if key not in dated_settings:
            raise Refused(_("There is no setting %(key)s.") % {"key": key}, field="key")
        default = dated_settings[key].default
        if not isinstance(value, type(default)):
            raise Refused(_("The value is of another kind than the shipped one."), field="value")
        row = DatedSetting.objects.filter(key=key, effective_from=effective_from).first()
        if row is None:
            row = DatedSetting(key=key, effective_from=effective_from, value=value, note=note)
            create([row], by=by, reason=note)
        else:
            row.value, row.note = value, note
            change([row], ["value", "note"], by=by, reason=note)
        announce("core.setting_changed", [row], by=by, reason=note)
    return row


def set_calendar_day(day: dt.date, *, is_working: bool, name: str, by: User | None) -> CalendarDay:
    """Say that one day is a holiday or is worked, whatever its weekday."""
    with transaction.atomic():
        authorise(by, MANAGE)
        row = CalendarDay.objects.filter(day=day).first()
        if row is None:
            row = CalendarDay(day=day, is_working=is_working, name=name)
            create([row], by=by)
        else:
            row.is_working, row.name = is_working, name
            change([row], ["is_working", "name"], by=by)
        announce("core.calendar_changed", [row], by=by)
    return row
