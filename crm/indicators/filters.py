"""Conditions of the list of indicators."""

import django_filters as filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from crm.core.models import Team
from crm.indicators.models import Indicator


class IndicatorFilter(filters.FilterSet):
    """By words, period and section."""

    q = filters.CharFilter(label=_("Contains"), method="filter_words")
    period = filters.ChoiceFilter(
        label=pgettext_lazy("indicator", "Period"), choices=Indicator.Period.choices
    )
    team = filters.ModelChoiceFilter(label=_("Section in charge"), queryset=Team.objects.all())

    class Meta:
        model = Indicator
        fields = ("q", "period", "team")

    def filter_words(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        """In name, code or basis."""
        return rows.filter(
            Q(name__icontains=value) | Q(code__icontains=value) | Q(basis__icontains=value)
        )
