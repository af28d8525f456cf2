"""Forms of projects. What they ask goes to one action each."""

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
from crm.enterprises.forms import direction_choices, industry_choices
from crm.enterprises.people import holders_of, teams_for
from crm.occupancy.models import Building, Zone
from crm.projects.models import (
    Library,
    LibraryEntry,
    MoneyIncrement,
    Project,
    ProjectFollowUp,
    StageMove,
)

DAY = forms.DateInput(attrs={"inputmode": "numeric", "placeholder": "2023-02-28"})
ROWS = (
    ("landing_mode", "has_government_agreement"),
    ("industry", "direction", "function"),
    ("investment_amount", "investment_currency", "investment_basis"),
    ("investment_rate", "investment_rate_on"),
    ("is_foreign", "is_financial", "is_tagged_major"),
    ("need_area_from", "need_area_to", "need_by"),
    ("need_zone", "need_building"),
    ("need_budget", "need_floors"),
    ("need_contiguous", "need_registration"),
    ("signed_on", "landed_on"),
    ("next_step", "next_step_on"),
    ("note",),
)


def function_choices() -> list[tuple[str, str]]:
    """The functions of the district of today."""
    return [("", "—"), *((name, name) for name in value_on("projects.functions", today()))]


class ProjectForm(MoneyForm, forms.ModelForm):
    """Facts of a project. The enterprise is named in words, as on a lead."""

    money_fields = ("investment",)

    enterprise_name = forms.CharField(
        label=_("Name of the enterprise"), max_length=160, required=False
    )
    uscc = forms.CharField(label=_("Unified social credit code"), max_length=18, required=False)
    industry = forms.ChoiceField(label=_("Industry"), required=False, choices=industry_choices)
    direction = forms.ChoiceField(
        label=_("Local direction"), required=False, choices=direction_choices
    )
    function = forms.ChoiceField(
        label=_("Function served"), required=False, choices=function_choices
    )
    investment_amount = AmountField(label=_("Expected investment"), required=False)
    investment_currency = forms.ChoiceField(label=_("Currency"), choices=CURRENCY_CHOICES)
    investment_rate_on = forms.DateField(label=_("Rate of"), required=False, widget=DAY)
    need_area_from = AreaTextField(label=_("Area wanted from (㎡)"), required=False)
    need_area_to = AreaTextField(label=_("Area wanted up to (㎡)"), required=False)
    need_by = forms.DateField(label=_("Wants to move in by"), required=False, widget=DAY)
    signed_on = forms.DateField(label=_("Signed on"), required=False, widget=DAY)
    landed_on = forms.DateField(label=_("Landed on"), required=False, widget=DAY)
    next_step_on = forms.DateField(label=_("Next step due"), required=False, widget=DAY)

    need_floors = forms.CharField(
        label=_("Floors wanted"),
        max_length=60,
        required=False,
        help_text=_("As 10–20, 15 and above or 8 and below; other words are shown, not compared"),
    )
    need_zone = forms.ModelChoiceField(
        label=_("Zone wanted"), queryset=Zone.objects.all(), required=False
    )
    need_building = forms.ModelChoiceField(
        label=_("Building wanted"), queryset=Building.objects.all(), required=False
    )

    class Meta:
        model = Project
        fields = ("name", *(name for row in ROWS for name in row))
        widgets = {"note": forms.Textarea(attrs={"rows": 3})}

    helper = layout(*ROWS)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        enterprise = self.instance.enterprise if self.instance.enterprise_id else None
        if enterprise is not None:
            self.fields["enterprise_name"].initial = enterprise.name
            self.fields["uscc"].initial = enterprise.uscc

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        foreign = cleaned.get("investment_currency", "CNY") != "CNY"
        if foreign and cleaned.get("investment_amount") and not cleaned.get("investment_rate"):
            self.add_error(
                "investment_rate", _("A foreign currency needs its rate and the day of the rate.")
            )
        return cleaned


class NewProjectForm(ProjectForm):
    """A new project also says which team and who has it."""

    team = forms.ModelChoiceField(label=_("Team"), queryset=Team.objects.none())
    owner = PersonField(label=_("Owner"), queryset=User.objects.none())

    class Meta(ProjectForm.Meta):
        pass

    helper = layout(("team", "owner"), *ROWS)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        teams = teams_for(user, "projects.create")
        self.fields["team"].queryset = teams
        self.fields["team"].initial = user.home_team_id
        people = holders_of("projects.edit", day=today())
        if not user.district_wide("projects.create"):
            people = people.filter(home_team__in=teams)
        self.fields["owner"].queryset = people
        self.fields["owner"].initial = user.pk


class MoveForm(forms.Form):
    """To which stage, since when; backwards also why and approved by whom."""

    to = forms.ChoiceField(label=_("To the stage"), choices=Project.Stage.choices)
    moved_on = forms.DateField(label=_("Since"), initial=today, widget=DAY)
    reason = forms.CharField(
        label=_("Reason or note"),
        max_length=200,
        required=False,
        help_text=_("Going back needs a reason and an approver."),
    )
    approver = PersonField(label=_("Approved by"), queryset=User.objects.none(), required=False)

    helper = layout(("to", "moved_on"), ("reason", "approver"))

    def __init__(self, *args: Any, project: Project, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        stages = [(code, label) for code, label in Project.Stage.choices if code != project.stage]
        self.fields["to"].choices = stages
        approvers = holders_of("projects.approve", day=today()).exclude(pk=user.pk)
        self.fields["approver"].queryset = approvers


class SideForm(forms.Form):
    """Why a project stands aside, and what that state asks for."""

    side = forms.ChoiceField(label=_("Side state"), choices=Project.Side.choices[1:])
    reason = forms.CharField(label=_("Reason"), max_length=200, required=False)
    review_on = forms.DateField(
        label=_("Review on (for a pause, within 90 days)"), required=False, widget=DAY
    )
    reason_code = forms.ChoiceField(
        label=_("Reason code (for an end)"),
        required=False,
        choices=[("", "—"), *StageMove.EndReason.choices],
    )
    handed_to = forms.CharField(
        label=_("Receiving district or unit (for a hand-over)"), required=False, max_length=100
    )

    helper = layout(("side",), ("reason",), ("review_on", "reason_code"), ("handed_to",))


class ResumeForm(forms.Form):
    """Why a project is taken up again."""

    reason = forms.CharField(label=_("Reason"), max_length=200)

    helper = layout(("reason",))


class LibraryForm(forms.Form):
    """Which library is meant."""

    library = forms.ModelChoiceField(label=_("Library"), queryset=Library.objects.none())

    helper = layout(("library",))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["library"].queryset = Library.objects.on(today())
        self.fields["library"].initial = Library.objects.filter(is_default=True).first()


class EnterForm(LibraryForm):
    """A reviewer lets a project in, or turns the request down."""

    decision = forms.ChoiceField(
        label=_("Decision"),
        choices=[("enter", _("let it in")), ("refuse", _("turn it down"))],
        widget=forms.RadioSelect,
        initial="enter",
    )
    entered_on = forms.DateField(label=_("Entered on"), initial=today, widget=DAY)
    official_number = forms.CharField(label=_("Official number"), max_length=60, required=False)
    reason = forms.CharField(label=_("Reason"), max_length=200, required=False)

    helper = layout(("library",), ("decision",), ("entered_on", "official_number"), ("reason",))


class LeaveForm(LibraryForm):
    """Why and since when a project is out."""

    leave_reason = forms.ChoiceField(
        label=_("Reason of leaving"), choices=LibraryEntry.LeaveReason.choices
    )
    left_on = forms.DateField(label=_("Left on"), initial=today, widget=DAY)
    reason = forms.CharField(label=_("Note"), max_length=200, required=False)

    helper = layout(("library",), ("leave_reason", "left_on"), ("reason",))


class MoneyIncrementForm(MoneyForm, forms.ModelForm):
    """One dated amount."""

    happened_on = forms.DateField(label=_("Date"), initial=today, widget=DAY)
    amount = AmountField(label=_("Amount"))
    currency = forms.ChoiceField(label=_("Currency"), choices=CURRENCY_CHOICES)
    rate_on = forms.DateField(label=_("Rate of"), required=False, widget=DAY)

    class Meta:
        model = MoneyIncrement
        fields = (
            "happened_on",
            "kind",
            "amount",
            "currency",
            "rate",
            "rate_on",
            "paid_as",
            "means",
            "series",
            "voucher",
            "note",
        )

    helper = layout(
        ("happened_on", "kind", "series"),
        ("amount", "currency"),
        ("rate", "rate_on"),
        ("paid_as", "means"),
        ("voucher", "note"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["rate"].required = False

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        currency = getattr(cleaned.get("amount"), "currency", None)
        if currency:
            cleaned["currency"] = currency
        return cleaned


class ProjectFollowUpForm(forms.ModelForm):
    """A contact about the project and what comes next."""

    at = forms.DateTimeField(label=_("Happened at"), initial=now)
    next_step_on = forms.DateField(label=_("Next step due"), required=False, widget=DAY)

    class Meta:
        model = ProjectFollowUp
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


class HandToForm(forms.Form):
    """Who gets the project, and why."""

    owner = PersonField(label=_("Owner"), queryset=User.objects.none())
    reason = forms.CharField(label=_("Reason"), max_length=200)

    helper = layout(("owner",), ("reason",))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = holders_of("projects.edit", day=today())


class ConvertForm(forms.Form):
    """What the project made of a lead is called and how it will land."""

    name = forms.CharField(label=_("Project name"), max_length=160)
    landing_mode = forms.ChoiceField(label=_("Way of landing"), choices=Project.LandingMode.choices)
    function = forms.ChoiceField(
        label=_("Function served"), required=False, choices=function_choices
    )
    has_government_agreement = forms.BooleanField(
        label=_("The government is a contract party"), required=False
    )

    helper = layout(("name",), ("landing_mode", "function"), ("has_government_agreement",))


class EvidenceForm(forms.Form):
    """A file and what it proves."""

    file = forms.FileField(label=_("File"))
    kind = forms.CharField(label=_("What it proves"), max_length=40)

    helper = layout(("file", "kind"))
