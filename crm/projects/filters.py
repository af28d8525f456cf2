"""Conditions of the project list and board, all in the URL."""

from typing import Any

import django_filters as filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from crm.core.clock import today
from crm.core.dated_values import value_on
from crm.core.models import Team
from crm.core.names import name_key
from crm.enterprises.people import holders_of
from crm.projects.models import Library, LibraryEntry, Project
from crm.projects.seeds import DEFAULT_LIBRARY

ME = "me"


def owner_choices() -> list[tuple[str, Any]]:
    """Myself first, then everybody who may work on projects."""
    people = holders_of("projects.edit", day=today())
    return [(ME, _("me")), *((str(person.pk), person.name) for person in people)]


def function_choices() -> list[tuple[str, str]]:
    """The functions of the district of today."""
    return [(name, name) for name in value_on("projects.functions", today())]


class ProjectFilter(filters.FilterSet):
    """``library`` names which library ``entry``, ``entered`` and ``present_on`` mean."""

    q = filters.CharFilter(label=_("Contains"), method="filter_text")
    owner = filters.ChoiceFilter(label=_("Owner"), choices=(), method="filter_owner")
    team = filters.ModelChoiceFilter(label=_("Team"), queryset=Team.objects.all())
    stage = filters.MultipleChoiceFilter(
        label=_("Stage"), choices=Project.Stage.choices, widget=forms.CheckboxSelectMultiple
    )
    side = filters.ChoiceFilter(
        label=_("Side state"),
        choices=[("under_way", _("under way")), *Project.Side.choices[1:]],
        method="filter_side",
    )
    function = filters.ChoiceFilter(label=_("Function served"), choices=())
    landing_mode = filters.ChoiceFilter(
        label=_("Way of landing"), choices=Project.LandingMode.choices
    )
    is_major = filters.BooleanFilter(label=_("Major project"))
    library = filters.ModelChoiceFilter(
        label=_("Library"),
        queryset=Library.objects.all(),
        to_field_name="code",
        method="filter_nothing",
    )
    entry = filters.ChoiceFilter(
        label=_("Entry"), choices=LibraryEntry.State.choices, method="filter_entry"
    )
    entered = filters.DateFromToRangeFilter(label=_("Entered between"), method="filter_entered")
    present_on = filters.DateFilter(label=_("In the library on"), method="filter_present")

    class Meta:
        model = Project
        fields = (
            "q",
            "owner",
            "team",
            "stage",
            "side",
            "function",
            "landing_mode",
            "is_major",
            "library",
            "entry",
            "entered",
            "present_on",
        )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["owner"].extra["choices"] = owner_choices()
        self.filters["owner"].extra["empty_label"] = _("Every owner")
        self.filters["function"].extra["choices"] = function_choices()
        self.filters["function"].extra["empty_label"] = _("Every function")
        for name in ("owner", "function"):
            self.filters[name].extra["widget"] = forms.Select(
                attrs={"class": "form-select form-select-sm"}
            )

    @property
    def library_code(self) -> str:
        """Which library the other conditions mean."""
        return self.data.get("library") or DEFAULT_LIBRARY

    def filter_text(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        """In number, name, or a name of the enterprise."""
        text, key = value.strip(), name_key(value)
        found = Q(number__icontains=text) | Q(name__icontains=text)
        if key:
            found |= Q(enterprise__name_key__contains=key)
        return rows.filter(found)

    def filter_owner(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        """Owned by, or stood in for by."""
        person = self.request.user.pk if value == ME else value
        return rows.filter(Q(owner=person) | Q(deputy=person))

    def filter_side(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        """``under_way`` stands for none."""
        return rows.filter(side="" if value == "under_way" else value)

    def filter_nothing(self, rows: QuerySet, name: str, value: Any) -> QuerySet:
        """Only names the library for the other conditions."""
        return rows

    def filter_entry(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        """By the state of the entry in the library; no row counts as not entered."""
        entries = LibraryEntry.objects.filter(library__code=self.library_code)
        if value == LibraryEntry.State.NONE:
            return rows.exclude(pk__in=entries.exclude(state=value).values("project"))
        return rows.filter(pk__in=entries.filter(state=value).values("project"))

    def filter_entered(self, rows: QuerySet, name: str, value: slice) -> QuerySet:
        """Entered the library between two days, both counted; the range field gives moments."""
        entries = LibraryEntry.objects.filter(library__code=self.library_code)
        if value.start:
            entries = entries.filter(entered_on__gte=value.start.date())
        if value.stop:
            entries = entries.filter(entered_on__lte=value.stop.date())
        return rows.filter(pk__in=entries.values("project"))

    def filter_present(self, rows: QuerySet, name: str, value: Any) -> QuerySet:
        """在库 on a day."""
        entries = LibraryEntry.objects.present(self.library_code, value)
        return rows.filter(pk__in=entries.values("project"))
