"""Forms of enterprises. What they ask goes to one action each."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from crm.core.clock import today
from crm.core.dated_values import value_on
from crm.core.forms import layout
from crm.core.models import Team, User
from crm.enterprises.figure_rules import every_unit
from crm.enterprises.form_fields import NumberTextField, PersonField
from crm.enterprises.industries import INDUSTRIES, industry_label
from crm.enterprises.models import (
    Contact,
    Enterprise,
    FormerName,
    Qualification,
    Registration,
    YearlyFigure,
)
from crm.enterprises.people import holders_of, teams_for

DAY = forms.DateInput(attrs={"inputmode": "numeric", "placeholder": "2023-02-28"})
ROWS = (
    ("legal_form", "capital_nature"),
    ("industry", "direction"),
    ("founded", "country"),
    ("registered_address", "registered_in_district"),
    ("website", "is_verified"),
    ("note",),
)


def industry_choices() -> list[tuple[str, str]]:
    """The classes of GB/T 4754."""
    return [("", "—"), *((code, industry_label(code)) for code in INDUSTRIES)]


def direction_choices() -> list[tuple[str, str]]:
    """The district's local directions of today."""
    return [("", "—"), *((name, name) for name in value_on("enterprises.directions", today()))]


class EnterpriseForm(forms.ModelForm):
    """Facts of an enterprise. Name and code stand first: they are checked while typed."""

    industry = forms.ChoiceField(label=_("Industry"), required=False, choices=industry_choices)
    direction = forms.ChoiceField(
        label=_("Local direction"), required=False, choices=direction_choices
    )
    founded = forms.DateField(label=_("Founded on"), required=False, widget=DAY)
    website = forms.URLField(label=_("Website"), required=False, assume_scheme="https")
    registered_in_district = forms.NullBooleanField(
        label=_("Registered in the district"), required=False
    )

    class Meta:
        model = Enterprise
        fields = (
            "name",
            "uscc",
            "legal_form",
            "capital_nature",
            "industry",
            "direction",
            "founded",
            "country",
            "registered_address",
            "registered_in_district",
            "website",
            "is_verified",
            "note",
        )
        widgets = {"note": forms.Textarea(attrs={"rows": 3})}

    helper = layout(*ROWS)

    def validate_constraints(self) -> None:
        """The action looks for doubles itself, with the words that the asker may read."""


class NewEnterpriseForm(EnterpriseForm):
    """A new enterprise also says which team keeps it."""

    team = forms.ModelChoiceField(label=_("Team"), queryset=Team.objects.none(), required=False)

    class Meta(EnterpriseForm.Meta):
        pass

    helper = layout(*ROWS, ("team",))

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["team"].queryset = teams_for(user, "enterprises.create")
        self.fields["team"].initial = user.home_team_id
        self.fields["team"].required = not user.district_wide("enterprises.create")


class ContactForm(forms.ModelForm):
    """A person at the enterprise."""

    class Meta:
        model = Contact
        fields = ("name", "title", "phone", "email", "is_primary", "purpose")

    helper = layout(("name", "title"), ("phone", "email"), ("purpose",), ("is_primary",))


class OtherNameForm(forms.ModelForm):
    """A former, short or foreign name."""

    until = forms.DateField(label=_("Borne until"), required=False, widget=DAY)

    class Meta:
        model = FormerName
        fields = ("name", "kind", "until")

    helper = layout(("name",), ("kind", "until"))

    def validate_constraints(self) -> None:
        """The action says it better."""


class QualificationForm(forms.ModelForm):
    """A qualification with batch, source and term."""

    valid_from = forms.DateField(label=_("Valid from"), required=False, widget=DAY)
    valid_to = forms.DateField(label=_("Valid to (last day)"), required=False, widget=DAY)

    class Meta:
        model = Qualification
        fields = ("name", "batch", "source", "valid_from", "valid_to")

    helper = layout(("name", "batch"), ("source",), ("valid_from", "valid_to"))


class RegistrationForm(forms.ModelForm):
    """A state of registration from a day on."""

    starts_on = forms.DateField(label=_("From"), initial=today, widget=DAY)
    in_district = forms.NullBooleanField(label=_("In this district"), required=False)

    class Meta:
        model = Registration
        fields = (
            "starts_on",
            "event",
            "address",
            "district",
            "in_district",
            "authority",
            "status",
            "other_place",
            "reason",
        )

    helper = layout(
        ("starts_on", "event", "status"),
        ("address",),
        ("district", "in_district", "authority"),
        ("other_place", "reason"),
    )

    def validate_constraints(self) -> None:
        """The action says it better."""


class YearlyFigureForm(forms.ModelForm):
    """A restricted figure of one year; which units and sources will do, the action says."""

    year = forms.IntegerField(label=_("Year"), initial=lambda: today().year - 1)
    value = NumberTextField(label=pgettext_lazy("yearly figure", "Value"), max_digits=20)
    unit = forms.ChoiceField(
        label=pgettext_lazy("yearly figure", "Unit"),
        help_text=_(
            "Tax and revenue in yuan, headcount in 人, exports and foreign capital also in dollars."
        ),
    )

    class Meta:
        model = YearlyFigure
        fields = ("year", "kind", "value", "unit", "source", "authorisation")
        help_texts = {
            "source": _(
                "Who gave the figure, such as 企业自报. Data of the statistics network are not "
                "taken in."
            ),
            "authorisation": _("Required for tax, such as 京税授〔2023〕1号."),
        }

    helper = layout(("year", "kind"), ("value", "unit"), ("source", "authorisation"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = dict.fromkeys([*every_unit(), *filter(None, [self.instance.unit])])
        self.fields["unit"].choices = [(unit, unit) for unit in units]


class CorrectedFigureForm(YearlyFigureForm):
    """A figure that is there, and why it is corrected."""

    reason = forms.CharField(label=_("Reason"), max_length=100, required=False)

    class Meta(YearlyFigureForm.Meta):
        pass

    helper = layout(("year", "kind"), ("value", "unit"), ("source", "authorisation"), ("reason",))


class ParentForm(forms.Form):
    """Under which group parent an enterprise stands."""

    parent = forms.CharField(
        label=_("Number, credit code or full name of the parent"),
        required=False,
        max_length=160,
        help_text=_("Left empty, the enterprise leaves its group."),
    )
    reason = forms.CharField(label=_("Reason"), max_length=200, required=False)

    helper = layout(("parent",), ("reason",))

    def __init__(self, *args: Any, within: QuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.within = within

    def clean_parent(self) -> Enterprise | None:
        """The one visible enterprise that is meant."""
        text = self.cleaned_data["parent"].strip()
        if not text:
            return None
        for field in ("number", "uscc", "name"):
            found = self.within.filter(**{field: text}).first()
            if found is not None:
                return found
        raise forms.ValidationError(_("No enterprise that you may see is called this."))


class StewardForm(forms.Form):
    """Who looks after the enterprise from a day on."""

    steward = PersonField(label=_("Steward"), queryset=User.objects.none())
    starts_on = forms.DateField(label=_("From"), initial=today, widget=DAY)
    reason = forms.CharField(label=_("Reason"), max_length=200, required=False)

    helper = layout(("steward", "starts_on"), ("reason",))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["steward"].queryset = holders_of("enterprises.view", day=today())
