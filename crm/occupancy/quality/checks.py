"""The checks of the data-quality board. A new one is a rule, a source and an entry here."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from crm.core.registries import Registry
from crm.occupancy.models import Building
from crm.occupancy.quality import faults
from crm.occupancy.quality.faults import Finding, Judge

Fix = Callable[[Finding, Building | None], str]


@dataclass(frozen=True)
class QualityCheck:
    """``source`` names the rows (an attribute of quality.sources.Sources), ``judge`` gives the
    findings. ``words`` is filled with a finding's values, ``fix`` says where it is put right.
    """

    key: str
    label: Any
    why: Any
    words: Any
    source: str
    judge: Judge
    fix: Fix
    order: int = 50


quality_checks: Registry[QualityCheck] = Registry("quality checks")


def at_unit(finding: Finding, building: Building | None) -> str:
    """The unit's drawer on the page of its building, where it can be acted on."""
    if building is None:
        return ""
    query = urlencode({"unit": finding.values["number"]})
    return f"{building.get_absolute_url()}?{query}"


def at_lease(finding: Finding, building: Building | None) -> str:
    """The lease's page."""
    number = finding.values.get("lease") or finding.values["number"]
    return reverse("desk:occupancy:lease", args=[number])


def at_seats(finding: Finding, building: Building | None) -> str:
    """The form that says who sits on the unit."""
    return reverse("desk:occupancy:seats", args=[finding.values["unit"]])


def at_building(finding: Finding, building: Building | None) -> str:
    """The building's form."""
    return "" if building is None else reverse("desk:occupancy:building_edit", args=[building.code])


def at_page(finding: Finding, building: Building | None) -> str:
    """The building's page."""
    return "" if building is None else building.get_absolute_url()


def at_return(finding: Finding, building: Building | None) -> str:
    """The return of the building and month."""
    if building is None:
        return ""
    month = f"{finding.values['month']:%Y-%m}"
    return reverse("desk:occupancy:return", args=[month, building.code])


def at_board(finding: Finding, building: Building | None) -> str:
    """The board of who has sent the month's return."""
    page, month = reverse("desk:occupancy:return_board"), finding.values["month"]
    return f"{page}?{urlencode({'month': f'{month:%Y-%m}'})}"


def at_enterprise(finding: Finding, building: Building | None) -> str:
    """The later of the two enterprises."""
    return reverse("desk:enterprises:page", args=[finding.values["enterprise"]])


CHECKS = (
    QualityCheck(
        "lease_without_spell",
        _("Lease without units"),
        _("A lease runs, but no unit is held under it."),
        _("Lease %(number)s of %(tenant)s runs since %(starts_on)s and holds no unit."),
        "leases",
        faults.lease_without_spell,
        at_lease,
    ),
    QualityCheck(
        "held_over",
        _("Lease over, still there, no note"),
        _("The lease has ended and nobody noted why the tenant is still there."),
        _("Unit %(number)s: lease %(lease)s ended on %(lease_last)s."),
        "spells",
        faults.held_over,
        at_lease,
    ),
    QualityCheck(
        "leased_without_lease",
        _("Let unit without a lease"),
        _("A unit is let, but the ledger knows no lease: it is missing in WALE and expiries."),
        _("Unit %(number)s is let since %(starts_on)s without a lease."),
        "spells",
        faults.leased_without_lease,
        at_unit,
    ),
    QualityCheck(
        "without_enterprise",
        _("Occupied without an enterprise"),
        _("A unit is occupied, but nobody said by whom: it goes to the difference row."),
        _("Unit %(number)s is occupied since %(starts_on)s by nobody known."),
        "spells",
        faults.without_enterprise,
        at_seats,
    ),
    QualityCheck(
        "shares_over_unit",
        _("Shares above the unit's area"),
        _("The stated shares of a unit add up to more than its area."),
        _("Unit %(number)s has %(area)s ㎡, its shares add up to %(stated)s ㎡."),
        "spells",
        faults.shares_over_unit,
        at_seats,
    ),
    QualityCheck(
        "before_in_use",
        _("Occupied before the building was in use"),
        _("A unit was occupied earlier than its building came into use."),
        _("Unit %(number)s: occupied from %(starts_on)s, building in use from %(in_use_from)s."),
        "spells",
        faults.before_in_use,
        at_building,
    ),
    QualityCheck(
        "before_lease",
        _("Occupied before the lease began"),
        _("A unit is let and occupied from a day on which its lease had not begun."),
        _("Unit %(number)s: occupied from %(starts_on)s, lease %(lease)s from %(lease_starts)s."),
        "spells",
        faults.before_lease,
        at_lease,
    ),
    QualityCheck(
        "signed_late",
        _("Lease signed after it began"),
        _("The day of signing is later than the lease's first day."),
        _("Lease %(number)s of %(tenant)s began on %(starts_on)s, signed on %(signed_on)s."),
        "leases",
        faults.signed_late,
        at_lease,
    ),
    QualityCheck(
        "units_over_gross",
        _("Units above the gross area"),
        _("The live units add up to more than the building's gross area."),
        _("Units add up to %(area)s ㎡, the gross area is %(gross)s ㎡."),
        "buildings",
        faults.units_over_gross,
        at_building,
    ),
    QualityCheck(
        "floor_area",
        _("Impossible floor"),
        _("Units on a plant or skipped floor, or a floor more than three times the average."),
        _("Floor %(label)s holds units of %(area)s ㎡, room is for %(limit)s ㎡ at most."),
        "floors",
        faults.floor_area,
        at_page,
    ),
    QualityCheck(
        "duplicate_tenants",
        _("Perhaps one enterprise twice"),
        _("Two tenants differ by no more than the legal form in their names."),
        _("%(name)s and %(other)s"),
        "tenants",
        faults.duplicate_tenants,
        at_enterprise,
    ),
    QualityCheck(
        "return_missing",
        _("Monthly return missing"),
        _("The return was due and has not been sent, or was sent back and not sent again."),
        _("Return of %(month)s was due on %(due)s."),
        "returns",
        faults.return_missing,
        at_return,
    ),
    QualityCheck(
        "return_waiting",
        _("Monthly return not decided"),
        _("The return was sent more than ten days ago and waits for a decision."),
        _("Return of %(month)s was sent on %(sent_on)s."),
        "returns",
        faults.return_waiting,
        at_board,
    ),
    QualityCheck(
        "claims_overlap",
        _("Return claims a unit twice"),
        _("Two lines of a return about one unit cannot both be true."),
        _("Unit %(number)s is claimed more than once in the return of %(month)s."),
        "claims",
        faults.claims_overlap,
        at_return,
    ),
    QualityCheck(
        "without_operator",
        _("In use without an operator"),
        _("Nobody sends monthly returns for the building."),
        _("The building has no operator."),
        "buildings",
        faults.without_operator,
        at_building,
    ),
)
for _order, _check in enumerate(CHECKS):
    quality_checks.register(QualityCheck(**{**_check.__dict__, "order": _order}))
