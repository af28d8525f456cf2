"""Filters of the administration screens."""

import django_filters as filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from crm.core.models import CalendarDay, Event, Role, Team, User


class AccountFilter(filters.FilterSet):
    """By name, role, team and state."""

    q = filters.CharFilter(label=_("Name or user name"), method="by_name")
    home_team = filters.ModelChoiceFilter(label=_("Home team"), queryset=Team.objects.all())
    role = filters.ModelChoiceFilter(
        label=_("Role"), queryset=Role.objects.all(), field_name="grants__role", distinct=True
    )

    class Meta:
        model = User
        fields = ("q", "home_team", "role")

    def by_name(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        """Part of either name."""
        return rows.filter(Q(name__icontains=value) | Q(username__icontains=value))


class EventFilter(filters.FilterSet):
    """By event name, person and day."""

    name = filters.CharFilter(label=_("Event"), lookup_expr="startswith")
    label = filters.CharFilter(label=_("Record"), lookup_expr="icontains")
    actor = filters.CharFilter(label=_("By"), field_name="actor__name", lookup_expr="icontains")
    since = filters.DateFilter(label=_("From"), field_name="happened_at", lookup_expr="date__gte")
    until = filters.DateFilter(label=_("To"), field_name="happened_at", lookup_expr="date__lte")

    class Meta:
        model = Event
        fields = ("name", "label", "actor", "since", "until")


class CalendarFilter(filters.FilterSet):
    """By year."""

    year = filters.NumberFilter(
        label=_("Year"), field_name="day__year", min_value=1900, max_value=2999
    )

    class Meta:
        model = CalendarDay
        fields = ("year",)
