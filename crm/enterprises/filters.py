"""Conditions of the enterprise list, all in the URL."""

from typing import Any

import django_filters as filters
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from crm.core.clock import today
from crm.core.models import Team
from crm.core.names import name_key
from crm.enterprises.industries import SECTIONS
from crm.enterprises.models import Enterprise, EnterpriseList, FormerName


def list_choices() -> list[tuple[str, Any]]:
    """The lists of the district."""
    return list(EnterpriseList.objects.values_list("code", "name"))


class EnterpriseFilter(filters.FilterSet):
    """Former and short names are found too."""

    q = filters.CharFilter(label=_("Contains"), method="filter_text")
    capital_nature = filters.ChoiceFilter(
        label=_("Nature of capital"), choices=Enterprise.CapitalNature.choices
    )
    legal_form = filters.ChoiceFilter(label=_("Legal form"), choices=Enterprise.LegalForm.choices)
    section = filters.ChoiceFilter(
        label=_("Industry section"),
        choices=[(code, f"{code} {name}") for code, name in SECTIONS.items()],
        field_name="industry",
        lookup_expr="startswith",
    )
    team = filters.ModelChoiceFilter(label=_("Team"), queryset=Team.objects.all())
    steward = filters.ChoiceFilter(
        label=_("Steward"),
        choices=[("me", _("me")), ("none", _("without a steward"))],
        method="filter_steward",
    )
    on_list = filters.ChoiceFilter(label=_("On the list today"), choices=(), method="filter_list")
    is_verified = filters.BooleanFilter(label=_("Verified"))
    registered_in_district = filters.BooleanFilter(label=_("Registered in the district"))

    class Meta:
        model = Enterprise
        fields = (
            "q",
            "capital_nature",
            "legal_form",
            "section",
            "team",
            "steward",
            "on_list",
            "is_verified",
            "registered_in_district",
        )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["on_list"].extra["choices"] = list_choices()

    def filter_text(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        """In number, code, present or former name."""
        text, key = value.strip(), name_key(value)
        found = Q(number__icontains=text) | Q(uscc__istartswith=text)
        if key:
            other = FormerName.objects.filter(enterprise=OuterRef("pk"), name_key__contains=key)
            found |= Q(name_key__contains=key) | Exists(other)
        return rows.filter(found)

    def filter_steward(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        """Mine, or nobody's."""
        if value == "none":
            return rows.filter(steward__isnull=True)
        return rows.filter(steward=self.request.user.pk)

    def filter_list(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        """Standing on a list today."""
        return rows.on_list(value, today())
