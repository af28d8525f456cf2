"""Forms of the administration screens."""

import datetime as dt
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Column, Layout, Row
from django import forms
from django.utils.translation import gettext_lazy as _

from crm.core.clock import today
from crm.core.models import Role, Team, User
from crm.core.registries import dated_settings


def layout(*rows: tuple[str, ...]) -> FormHelper:
    """A crispy helper without a form tag: one tuple of field names a row."""
    helper = FormHelper()
    helper.form_tag = False
    helper.disable_csrf = True
    helper.layout = Layout(*(Row(*(Column(name) for name in names)) for names in rows))
    return helper


class AccountForm(forms.ModelForm):
    """Facts of an account; a password only when a new one is given."""

    password = forms.CharField(
        label=_("Initial password"),
        required=False,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("At least 10 characters. Leave empty to keep the present one."),
    )

    class Meta:
        model = User
        fields = ("username", "name", "home_team", "title", "phone")

    helper = layout(("username", "name"), ("home_team", "title"), ("phone", "password"))


class GrantForm(forms.Form):
    """A role over a team from a day on."""

    role = forms.ModelChoiceField(label=_("Role"), queryset=Role.objects.all())
    team = forms.ModelChoiceField(label=_("Over the team"), queryset=Team.objects.all())
    starts_on = forms.DateField(label=_("From"), initial=today)

    helper = layout(("role", "team", "starts_on"))


class ReasonForm(forms.Form):
    """A day and a reason."""

    day = forms.DateField(label=_("From"), initial=today)
    reason = forms.CharField(label=_("Reason"), max_length=100)

    helper = layout(("day", "reason"))


class EndGrantForm(ReasonForm):
    """Which grant ends."""

    grant = forms.ModelChoiceField(label=_("Role grant"), queryset=None)

    def __init__(self, *args: Any, account: User, day: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        grants = account.grants.on(day).select_related("user", "role", "team")
        self.fields["grant"].queryset = grants  # type: ignore[attr-defined]
        self.helper = layout(("grant",), ("day", "reason"))


class TeamForm(forms.ModelForm):
    """A team and, for a new one, where it stands."""

    parent = forms.ModelChoiceField(
        label=_("Parent team"), queryset=Team.objects.all(), required=False
    )
    starts_on = forms.DateField(label=_("From"), initial=today)

    class Meta:
        model = Team
        fields = ("code", "name", "kind")

    helper = layout(("code", "name", "kind"), ("parent", "starts_on"))


class SettingForm(forms.Form):
    """A setting's value from a day on."""

    key = forms.ChoiceField(label=_("Setting"))
    value = forms.JSONField(
        label=_("Value"), help_text=_("A number, or true or false, as the shipped value is.")
    )
    effective_from = forms.DateField(label=_("Effective from"), initial=today)
    note = forms.CharField(label=_("Basis or reason"), max_length=200)

    helper = layout(("key", "value"), ("effective_from", "note"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(item.key, item.label) for item in dated_settings]
        self.fields["key"].choices = choices  # type: ignore[attr-defined]


class CalendarDayForm(forms.Form):
    """One day that differs from its weekday."""

    day = forms.DateField(label=_("Day"))
    is_working = forms.TypedChoiceField(
        label=_("Worked or not"),
        choices=[("no", _("holiday")), ("yes", _("worked day"))],
        coerce=lambda value: value == "yes",
    )
    name = forms.CharField(label=_("Name"), max_length=60)

    helper = layout(("day", "is_working", "name"))
