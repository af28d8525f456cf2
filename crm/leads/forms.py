"""Forms of leads. What they ask goes to one action each."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from crm.core.clock import now, today
from crm.core.dated_values import value_on
from crm.core.forms import layout
from crm.core.models import Team, User
from crm.enterprises.form_fields import (
    CURRENCY_CHOICES,
    AmountField,
    AreaTextField,
    MoneyForm,
    PersonField,
)
from crm.enterprises.people import holders_of, teams_for
from crm.leads.models import FollowUp, Lead

DAY = forms.DateInput(attrs={"inputmode": "numeric", "placeholder": "2023-02-28"})


ROWS = (
    ("title",),
    ("source", "event", "source_note"),
    ("contact_name", "contact_title"),
    ("contact_phone", "contact_email"),
    ("direction", "need_area", "move_in_by"),
    ("expected_investment_amount", "expected_investment_currency", "need_budget"),
    ("note",),
    ("next_step", "next_step_on"),
)


def direction_choices() -> list[tuple[str, str]]:
    """The district's local directions of today."""
    return [("", "—"), *((name, name) for name in value_on("enterprises.directions", today()))]


class LeadForm(MoneyForm, forms.ModelForm):
    """Facts of a lead. The enterprise is named in words: found when known, else recorded."""

    money_fields = ("expected_investment",)

    enterprise_name = forms.CharField(
        label=_("Name or short name of the enterprise"), max_length=160
    )
    uscc = forms.CharField(label=_("Unified social credit code"), max_length=18, required=False)
    direction = forms.ChoiceField(
        label=_("Local direction"), required=False, choices=direction_choices
    )
    need_area = AreaTextField(label=_("Area wanted (㎡)"), required=False)
    expected_investment_amount = AmountField(label=_("Expected investment"), required=False)
    expected_investment_currency = forms.ChoiceField(
        label=_("Currency"), choices=CURRENCY_CHOICES, initial="CNY"
    )
    move_in_by = forms.DateField(label=_("Wants to move in by"), required=False, widget=DAY)
    next_step_on = forms.DateField(label=_("Next step due"), required=False, widget=DAY)

    class Meta:
        model = Lead
        fields = (
            "title",
            "source",
            "source_note",
            "event",
            "contact_name",
            "contact_title",
            "contact_phone",
            "contact_email",
            "direction",
            "need_area",
            "need_budget",
            "move_in_by",
            "expected_investment_amount",
            "expected_investment_currency",
            "note",
            "next_step",
            "next_step_on",
        )
        widgets = {"note": forms.Textarea(attrs={"rows": 3})}

    helper = layout(*ROWS)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["title"].required = False
        self.fields["title"].help_text = _("Left empty, the enterprise's name is taken.")
        enterprise = self.instance.enterprise if self.instance.enterprise_id else None
        if enterprise is not None:
            self.fields["enterprise_name"].initial = enterprise.name
            self.fields["uscc"].initial = enterprise.uscc


class NewLeadForm(LeadForm):
    """A new lead also says which team and who has it."""

    team = forms.ModelChoiceField(label=_("Receiving team"), queryset=Team.objects.none())
    owner = PersonField(
        label=_("Owner"),
        queryset=User.objects.none(),
        required=False,
        help_text=_("Left empty, the coordinating office assigns it."),
    )

    class Meta(LeadForm.Meta):
        pass

    helper = layout(*ROWS[:-1], ("next_step", "next_step_on"), ("team", "owner"))

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        teams = teams_for(user, "leads.create")
        self.fields["team"].queryset = teams
        self.fields["team"].initial = user.home_team_id
        people = holders_of("leads.follow_up", day=today())
        if not user.can("leads.assign"):
            people = people.filter(home_team__in=teams)
        self.fields["owner"].queryset = people
        if user.can("leads.follow_up") and not user.district_wide("leads.follow_up"):
            self.fields["owner"].initial = user.pk


class FollowUpForm(forms.ModelForm):
    """A contact with the enterprise and what comes next."""

    at = forms.DateTimeField(label=_("Happened at"), initial=now)
    next_step_on = forms.DateField(label=_("Next step due"), required=False, widget=DAY)

    class Meta:
        model = FollowUp
        fields = (
            "kind",
            "at",
            "participants",
            "result",
            "next_step",
            "next_step_on",
            "is_substantive",
        )
        widgets = {"result": forms.Textarea(attrs={"rows": 3})}

    helper = layout(
        ("kind", "at"),
        ("participants",),
        ("result",),
        ("next_step", "next_step_on"),
        ("is_substantive",),
    )


class PersonForm(forms.Form):
    """Who gets it, and why."""

    owner = PersonField(label=_("Owner"), queryset=User.objects.none())
    reason = forms.CharField(label=_("Reason"), max_length=200, required=False)

    helper = layout(("owner",), ("reason",))

    def __init__(self, *args: Any, reason_required: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = holders_of("leads.follow_up", day=today())
        self.fields["reason"].required = reason_required


class AssessForm(forms.Form):
    """Whether a lead is worth following."""

    fits = forms.TypedChoiceField(
        label=_("Result"),
        choices=[("yes", _("worth following up")), ("no", _("does not fit, close it"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        initial="yes",
    )
    assessment = forms.CharField(
        label=_("Assessment"), widget=forms.Textarea(attrs={"rows": 4}), max_length=2000
    )

    helper = layout(("fits",), ("assessment",))


class InvalidForm(forms.Form):
    """Why a lead comes to nothing."""

    invalid_reason = forms.ChoiceField(label=_("Why invalid"), choices=Lead.InvalidReason.choices)
    reason = forms.CharField(label=_("Note"), max_length=200, required=False)

    helper = layout(("invalid_reason",), ("reason",))


class HandOverForm(forms.Form):
    """Who receives a lead that leaves the district."""

    handed_to = forms.CharField(label=_("Receiving district or unit"), max_length=100)
    reason = forms.CharField(label=_("Reason"), max_length=200)

    helper = layout(("handed_to",), ("reason",))


class ReopenForm(forms.Form):
    """Why a closed lead is taken up again."""

    reason = forms.CharField(label=_("Reason"), max_length=200)

    helper = layout(("reason",))


class TakeForm(forms.Form):
    """Which team takes a portal enquiry, and who."""

    team = forms.ModelChoiceField(label=_("Receiving team"), queryset=Team.objects.none())
    owner = PersonField(label=_("Owner"), queryset=User.objects.none(), required=False)

    helper = layout(("team", "owner"))

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["team"].queryset = teams_for(user, "leads.create")
        self.fields["team"].initial = user.home_team_id
        self.fields["owner"].queryset = holders_of("leads.follow_up", day=today())
