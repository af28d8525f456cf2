"""Conditions of the lead lists, all in the URL."""

import datetime as dt
from typing import Any

import django_filters as filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from crm.core.clock import now, today
from crm.core.models import Team
from crm.core.names import name_key
from crm.enterprises.people import holders_of
from crm.leads.models import Lead, PromotionEvent

ME = "me"


def owner_choices() -> list[tuple[str, Any]]:
    """Myself first, then everybody who may work on leads."""
    people = holders_of("leads.follow_up", day=today())
    return [(ME, _("me")), *((str(person.pk), person.name) for person in people)]


class LeadFilter(filters.FilterSet):
    """``owner=me`` keeps a bookmark useful for everybody."""

    q = filters.CharFilter(label=_("Contains"), method="filter_text")
    owner = filters.ChoiceFilter(label=_("Owner"), choices=(), method="filter_owner")
    state = filters.MultipleChoiceFilter(
        label=_("State"), choices=Lead.State.choices, widget=forms.CheckboxSelectMultiple
    )
    due = filters.ChoiceFilter(
        label=_("Deadline"),
        choices=[("late", _("overdue")), ("today", _("today")), ("week", _("this week"))],
        method="filter_due",
    )
    team = filters.ModelChoiceFilter(label=_("Team"), queryset=Team.objects.all())
    source = filters.ChoiceFilter(label=_("Lead source"), choices=Lead.Source.choices)
    event = filters.ModelChoiceFilter(
        label=_("Promotion event"), queryset=PromotionEvent.objects.all()
    )
    received = filters.DateFromToRangeFilter(label=_("Received between"), field_name="received_at")

    class Meta:
        model = Lead
        fields = ("q", "owner", "state", "due", "team", "source", "event", "received")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["owner"].extra["choices"] = owner_choices()

    def filter_text(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        """In number, title, or a name of the enterprise."""
        key = name_key(value)
        found = Q(number__icontains=value.strip()) | Q(title__icontains=value.strip())
        if key:
            found |= Q(enterprise__name_key__contains=key)
        return rows.filter(found)

    def filter_owner(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        """Owned by, or stood in for by."""
        person = self.request.user.pk if value == ME else value
        return rows.filter(Q(owner=person) | Q(deputy=person))

    def filter_due(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        """By the moment at which the running clock ends."""
        moment = now()
        if value == "late":
            return rows.filter(due_at__lt=moment)
        end = {"today": 1, "week": 7 - moment.weekday()}[value]
        midnight = moment.replace(hour=0, minute=0, second=0, microsecond=0)
        return rows.filter(due_at__lt=midnight + dt.timedelta(days=end))
