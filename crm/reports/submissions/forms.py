"""Forms of 报送表: the form itself, a mapped cell, a period, a note."""

from itertools import groupby
from typing import Any

from django import forms
from django.core.validators import FileExtensionValidator, RegexValidator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from crm.core.clock import today
from crm.reports.forms import MonthField
from crm.reports.models import SubmissionForm
from crm.reports.places import every_place
from crm.reports.submissions.catalogue import MOMENTS, PER, UNITS, sources
from crm.reports.submissions.due import last_period

CODE = RegexValidator(
    r"^[A-Za-z0-9][A-Za-z0-9._-]*$",
    _("A code holds letters, digits, dots and hyphens, such as SW-01."),
)


class BlankField(forms.FileField):
    """The blank .xlsx."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            label=_("Blank form (.xlsx)"),
            validators=[FileExtensionValidator(["xlsx"])],
            widget=forms.ClearableFileInput(attrs={"accept": ".xlsx"}),
            **kwargs,
        )


class FormDetails(forms.ModelForm):
    """Name, office, frequency, due day."""

    class Meta:
        model = SubmissionForm
        fields = ("name", "agency", "frequency", "due_day")

    due_day = forms.IntegerField(
        label=_("due on the day of the next month"), min_value=1, max_value=31, initial=5
    )


class RegisterForm(FormDetails):
    """A new form with its blank."""

    code = forms.CharField(label=pgettext_lazy("form", "Code"), max_length=32, validators=[CODE])
    file = BlankField(help_text=_("This system holds no state secrets: upload no classified form."))

    field_order = ("code", "name", "agency", "frequency", "due_day", "file")


class EditionForm(forms.Form):
    """Another layout of the same form."""

    file = BlankField()


def source_choices() -> list[tuple[Any, Any]]:
    """Groups of sources, in order; the first choice clears the cell."""
    groups = groupby(sources, key=lambda source: source.group)
    listed = [
        (group, [(source.key, source.label) for source in entries]) for group, entries in groups
    ]
    return [("", _("— nothing —")), *listed]


class CellForm(forms.Form):
    """What stands in one cell, or fills the column from it downwards."""

    sheet = forms.CharField(max_length=31, widget=forms.HiddenInput)
    cell = forms.CharField(max_length=10, widget=forms.HiddenInput)
    source = forms.ChoiceField(label=_("figure or field"), required=False)
    scope = forms.ChoiceField(label=pgettext_lazy("report", "Scope"), required=False)
    moment = forms.ChoiceField(
        label=_("Moment"), choices=list(MOMENTS.items()), required=False, initial="now"
    )
    unit = forms.ChoiceField(label=_("unit"), required=False)
    fills_down = forms.BooleanField(label=_("Fill the column downwards from here"), required=False)
    per = forms.ChoiceField(
        label=pgettext_lazy("rows of a form", "Rows"),
        choices=[("", "—"), *PER.items()],
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["source"].choices = source_choices()
        self.fields["scope"].choices = every_place()
        units = dict.fromkeys(unit for known in UNITS.values() for unit in known if unit)
        self.fields["unit"].choices = [("", _("as usual")), *((unit, unit) for unit in units)]

    def clean(self) -> dict[str, Any]:
        """A unit must measure what the figure measures."""
        data = super().clean() or {}
        source, unit = data.get("source"), data.get("unit")
        if source and unit and unit not in UNITS[sources[source].measure]:
            self.add_error("unit", _("This figure is not measured in that unit."))
        if data.get("fills_down") and not data.get("per"):
            self.add_error("per", _("Choose what there is a row for."))
        return data


class PeriodForm(forms.Form):
    """The period to fill the form for."""

    month = MonthField(
        label=_("Period (its last month)"),
        widget=forms.TextInput(
            attrs={"maxlength": 12, "inputmode": "numeric", "class": "form-control"}
        ),
    )

    def __init__(self, *args: Any, frequency: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("month", f"{last_period(today(), frequency):%Y-%m}")


class SentForm(forms.Form):
    """How it went out."""

    note = forms.CharField(
        label=_("note"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("By which way it went, to whom, under which number."),
    )
