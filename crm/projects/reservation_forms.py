"""The form that reserves units of a building for a project."""

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from crm.core.clock import today
from crm.core.forms import layout
from crm.occupancy.forms import UnitsOfBuilding
from crm.occupancy.forms.fields import day_field
from crm.occupancy.models import Building
from crm.projects.models import Project

DAYS = 30


def usual_last_day() -> dt.date:
    """What the form proposes: thirty days, today counted."""
    return today() + dt.timedelta(days=DAYS - 1)


class ReserveForm(UnitsOfBuilding, forms.Form):
    """For which project, which units, from when to when."""

    project = forms.CharField(
        label=_("Project number"), max_length=32, help_text=_("Such as XM-2023-0042")
    )
    units = forms.CharField(
        label=_("Units"), help_text=_("Unit numbers, several parted by commas, such as 1801、1802")
    )
    starts_on = day_field(_("From"), initial=today)
    last_day = day_field(
        pgettext_lazy("reservation", "Last day (counted)"),
        initial=usual_last_day,
        help_text=_("After it the reservation lapses by itself"),
    )
    reason = forms.CharField(label=_("Reason"), max_length=100, required=False)

    helper = layout(("project", "units"), ("starts_on", "last_day"), ("reason",))

    def __init__(self, *args: Any, building: Building, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.building, self.user = building, user

    def clean_project(self) -> Project:
        """One that this person may change: who reserves answers for the project."""
        number = self.cleaned_data["project"].strip().upper()
        found = Project.objects.within(self.user, "projects.edit").filter(number=number).first()
        if found is None:
            raise ValidationError(
                gettext("There is no project %(number)s that you may change.") % {"number": number}
            )
        return found
