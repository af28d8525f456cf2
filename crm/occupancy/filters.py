"""Conditions of the lists of buildings, units and leases, all in the URL."""

import datetime as dt
from typing import Any

import django_filters as filters
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from crm.core.clock import today
from crm.core.models import Team
from crm.core.names import name_key
from crm.enterprises.industries import SECTIONS
from crm.occupancy.models import Building, BuildingName, Lease, Spell, Unit, UnitUse, Zone
from crm.occupancy.stacking import STATE_NAMES

ENDING = [("30", "30"), ("60", "60"), ("90", "90"), ("180", "180"), ("365", "365")]


class AsOf(filters.FilterSet):
    """Mixin: ``as_of`` is read by the view; as a condition it keeps its chip and field."""

    as_of = filters.DateFilter(label=_("As of"), method="keep_all")

    def keep_all(self, rows: QuerySet, name: str, value: Any) -> QuerySet:
        """The day changes what is shown of the rows, not which rows."""
        return rows

    @property
    def day(self) -> Any:
        """The day asked for, else today."""
        data = self.form.cleaned_data if self.form.is_valid() else {}
        return data.get("as_of") or today()


class BuildingFilter(AsOf):
    """Former names are found too."""

    q = filters.CharFilter(label=_("Contains"), method="filter_text")
    zone = filters.ModelChoiceFilter(
        label=_("Zone"), queryset=Zone.objects.all(), to_field_name="code"
    )
    status = filters.ChoiceFilter(
        label=pgettext_lazy("building", "Status"),
        choices=[("in_use", pgettext_lazy("building", "in use")), ("not_in_use", _("not in use"))],
        method="filter_status",
    )
    grade = filters.ChoiceFilter(label=_("Grade"), choices=Building.Grade.choices)
    operator = filters.ModelChoiceFilter(
        label=_("Operator"), queryset=Team.objects.filter(kind="operator")
    )

    class Meta:
        model = Building
        fields = ("as_of", "q", "zone", "status", "grade", "operator")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.request and not self.request.user.district_wide("occupancy.view"):
            del self.filters["operator"]  # who sees only their own is not told the others' names

    def filter_text(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        """In code, address, present or former name."""
        text = value.strip()
        former = BuildingName.objects.filter(building=OuterRef("pk"), name__icontains=text)
        return rows.filter(
            Q(code__icontains=text)
            | Q(name__icontains=text)
            | Q(address__icontains=text)
            | Exists(former)
        )

    def filter_status(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        """As of the asked day."""
        used = Building.objects.in_use_on(self.day).values("pk")
        return rows.filter(pk__in=used) if value == "in_use" else rows.exclude(pk__in=used)


# Steps of the expiry ladder → first and last day counted from the day; None is without end.
STEPS: dict[str, tuple[int | None, int | None]] = {
    "over": (None, -1),
    "today": (0, 0),
    "30": (1, 30),
    "60": (31, 60),
    "90": (61, 90),
    "180": (91, 180),
    "365": (181, 365),
    "later": (366, None),
}


# The words are numbers of days, as the ladder prints them.
STEP_WORDS = {"over": "<0", "today": "0", "later": ">365"}
STEP_CHOICES = [
    (key, STEP_WORDS.get(key, f"{first}—{last}")) for key, (first, last) in STEPS.items()
]


def in_direction(name: str) -> Q:
    """Spells whose tenant belongs to a direction of industry, or to a section where it has none."""
    letters = [letter for letter, section in SECTIONS.items() if section == name]
    found = Q(occupants__enterprise__direction=name)
    for letter in letters:
        found |= Q(
            occupants__enterprise__direction="", occupants__enterprise__industry__startswith=letter
        )
    return Q(occupants__is_void=False) & found


class UnitFilter(AsOf):
    """Live units of buildings in use: the rows behind a figure."""

    q = filters.CharFilter(label=_("Contains"), method="filter_text")
    place = filters.CharFilter(label=_("Code of a zone or building"), method="filter_place")
    state = filters.MultipleChoiceFilter(
        label=pgettext_lazy("occupancy", "State"),
        choices=list(STATE_NAMES.items()),
        method="keep_all",
    )
    direction = filters.CharFilter(label=_("Direction of industry"), method="filter_direction")
    use = filters.ChoiceFilter(
        label=pgettext_lazy("unit", "Use"), choices=UnitUse.Use.choices, method="filter_use"
    )

    class Meta:
        model = Unit
        fields = ("as_of", "q", "place", "state", "direction", "use")

    def filter_direction(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        """Where a tenant of the day belongs to the direction, as reports count industries."""
        here = Spell.objects.on(self.day).filter(unit=OuterRef("pk"))
        return rows.filter(Exists(here.filter(in_direction(value.strip()))))

    def filter_use(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        """By the use of the day; a unit that says nothing is an office."""
        dated = UnitUse.objects.on(self.day).filter(unit=OuterRef("pk"))
        if value == UnitUse.Use.OFFICE:
            return rows.exclude(Exists(dated.exclude(use=value)))
        return rows.filter(Exists(dated.filter(use=value)))

    def filter_text(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        """In unit number, building, or a tenant of the day."""
        text, key = value.strip(), name_key(value)
        found = Q(number__icontains=text) | Q(building__name__icontains=text)
        if key:
            here = (
                Spell.objects.on(self.day)
                .filter(unit=OuterRef("pk"), occupants__is_void=False)
                .filter(occupants__enterprise__name_key__contains=key)
            )
            found |= Q(Exists(here))
        return rows.filter(found)

    def filter_place(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        """A zone's or a building's."""
        code = value.strip()
        return rows.filter(Q(building__code=code) | Q(building__zone__code=code))


class LeaseFilter(AsOf):
    """By tenant, place and end."""

    q = filters.CharFilter(label=_("Contains"), method="filter_text")
    place = filters.CharFilter(label=_("Code of a zone or building"), method="filter_place")
    ending = filters.ChoiceFilter(
        label=_("Last day within … days"), choices=ENDING, method="filter_ending"
    )
    role = filters.ChoiceFilter(
        label=_("Subletting"),
        choices=[("master", _("master leases of who sublets")), ("sublet", _("sublets"))],
        method="filter_role",
    )
    ends_from = filters.DateFilter(
        label=_("Last day from"), field_name="last_day", lookup_expr="gte"
    )
    ends_to = filters.DateFilter(
        label=_("Last day up to"), field_name="last_day", lookup_expr="lte"
    )
    running = filters.ChoiceFilter(
        label=_("Term"),
        choices=[("yes", _("running")), ("over", _("over, but still there")), ("no", _("ended"))],
        method="filter_running",
    )

    step = filters.ChoiceFilter(
        label=_("Step of the expiry ladder (days)"), choices=STEP_CHOICES, method="filter_step"
    )

    class Meta:
        model = Lease
        fields = (
            "as_of",
            "q",
            "place",
            "ending",
            "ends_from",
            "ends_to",
            "running",
            "step",
            "role",
        )

    def filter_step(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        """One step of the ladder: leases with L and N spells of the day."""
        first, last = STEPS[value]
        there = Spell.objects.leased().on(self.day).filter(lease=OuterRef("pk"))
        if first is not None:
            rows = rows.filter(last_day__gte=self.day + dt.timedelta(days=first))
        if last is not None:
            rows = rows.filter(last_day__lte=self.day + dt.timedelta(days=last))
        return rows.filter(Exists(there))

    def filter_text(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        """In number or tenant."""
        found = Q(number__icontains=value.strip())
        if key := name_key(value):
            found |= Q(tenant__name_key__contains=key)
        return rows.filter(found)

    def filter_place(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        """Leases with a spell in a zone or building."""
        code = value.strip()
        there = Spell.objects.filter(lease=OuterRef("pk")).filter(
            Q(unit__building__code=code) | Q(unit__building__zone__code=code)
        )
        return rows.filter(Exists(there))

    def filter_ending(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        """As the ladder counts: L and N spells of the day, last day in (D, D + n]."""
        there = Spell.objects.leased().on(self.day).filter(lease=OuterRef("pk"))
        return rows.ending_within(self.day, int(value)).filter(Exists(there))

    def filter_role(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        """Master leases, or what is sublet under them."""
        if value == "master":
            return rows.filter(tenant_role=Lease.TenantRole.OPERATOR)
        return rows.filter(sublet_of__isnull=False)

    def filter_running(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        """Running, held over, or ended, as of the day."""
        if value == "yes":
            return rows.running_on(self.day)
        over = rows.filter(last_day__lt=self.day)
        there = Exists(Spell.objects.on(self.day).filter(lease=OuterRef("pk")))
        return over.filter(there) if value == "over" else over.exclude(there)
