"""Conditions of the list of forms."""

from typing import Any

import django_filters as filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from crm.reports.models import SubmissionForm


class FormFilter(filters.FilterSet):
    """By words, frequency and whether it is in use; in use unless asked otherwise."""

    q = filters.CharFilter(label=_("Code, name or office contains"), method="filter_words")
    frequency = filters.ChoiceFilter(label=_("frequency"), choices=SubmissionForm.Frequency.choices)
    is_active = filters.ChoiceFilter(
        label=pgettext_lazy("form", "in use"),
        choices=[
            ("true", pgettext_lazy("form", "In use")),
            ("false", pgettext_lazy("form", "not in use")),
        ],
        method="filter_active",
        empty_label=_("all"),
    )

    class Meta:
        model = SubmissionForm
        fields = ("q", "frequency", "is_active")

    def __init__(self, data: Any = None, *args: Any, **kwargs: Any) -> None:
        if data is None or "is_active" not in data:
            data = data.copy() if data is not None else {}
            data["is_active"] = "true"
        super().__init__(data, *args, **kwargs)

    def filter_words(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return rows.filter(
            Q(code__icontains=value) | Q(name__icontains=value) | Q(agency__icontains=value)
        )

    def filter_active(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return rows.filter(is_active=value == "true")
