"""Conditions of the list of reports."""

from typing import Any

import django_filters as filters
from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from crm.core.registries import report_kinds
from crm.reports.models import ArchivePackage, Snapshot


def kind_choices() -> list[tuple[str, Any]]:
    """The kinds that there are."""
    return [(kind.key, kind.label) for kind in report_kinds]


class SnapshotFilter(filters.FilterSet):
    """By number, kind, state and month."""

    q = filters.CharFilter(label=_("Number contains"), field_name="number", lookup_expr="icontains")
    kind = filters.ChoiceFilter(label=_("Kind"), choices=kind_choices)
    state = filters.MultipleChoiceFilter(
        label=pgettext_lazy("report", "State"),
        choices=Snapshot.State.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    as_of = filters.DateFromToRangeFilter(label=_("As of between"))

    class Meta:
        model = Snapshot
        fields = ("q", "kind", "state", "as_of")


class ArchiveFilter(filters.FilterSet):
    """By number, name and year."""

    q = filters.CharFilter(label=_("Number contains"), field_name="number", lookup_expr="icontains")
    year = filters.NumberFilter(label=_("Year"))

    class Meta:
        model = ArchivePackage
        fields = ("q", "year")
