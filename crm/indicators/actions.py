"""What is done with indicators: define, observe, set targets."""

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from crm.core.acts import announce, authorise, change, create
from crm.core.errors import Refused
from crm.core.sources import of_statistics_network
from crm.indicators.models import Indicator, Observation, Target

if TYPE_CHECKING:
    from crm.core.models import User

EDIT = "indicators.edit"


def define(indicators: list[Indicator], *, by: "User | None") -> list[Indicator]:
    """New indicators; Refused when a code is taken."""
    with transaction.atomic():
        authorise(by, EDIT)
        codes = [indicator.code for indicator in indicators]
        taken = Indicator.objects.filter(code__in=codes).values_list("code", flat=True).first()
        if taken:
            raise Refused(_("The code %(code)s is taken.") % {"code": taken}, field="code")
        create(indicators, by=by)
        announce("indicators.defined", indicators, by=by)
        return indicators


def redefine(
    indicators: list[Indicator],
    fields: list[str],
    *,
    by: "User | None",
    expected: int | None = None,
) -> list[Indicator]:
    """Change what an indicator says about itself."""
    with transaction.atomic():
        authorise(by, EDIT, indicators)
        change(indicators, fields, by=by, expected=expected)
        announce("indicators.redefined", indicators, by=by)
        return indicators


def observe(observations: list[Observation], *, by: "User | None") -> list[Observation]:
    """Record figures with source and authority.

    Refused for data of the statistics network, which may not leave it, and for a period that is
    recorded already.
    """
    with transaction.atomic():
        authorise(by, EDIT, [row.indicator for row in observations])
        for row in observations:
            _check_source(row)
            _check(row)
        create(observations, by=by)
        announce("indicators.observed", observations, by=by)
        return observations


def _check_source(row: Observation) -> None:
    if of_statistics_network(row.source):
        raise Refused(
            _("Data of the statistics network are not taken in. Name a published source."),
            field="source",
        )


def set_targets(targets: list[Target], *, by: "User | None") -> list[Target]:
    """Targets by year and unit; one that exists gets the new value, with history."""
    with transaction.atomic():
        authorise(by, EDIT, [target.indicator for target in targets])
        for target in targets:
            same = Target.objects.filter(
                indicator=target.indicator, year=target.year, team=target.team
            ).first()
            if same is None:
                create([target], by=by)
            else:
                same.value, same.note = target.value, target.note
                change([same], ["value", "note"], by=by)
        announce("indicators.targets_set", [target.indicator for target in targets], by=by)
        return targets


def _check(row: Observation) -> None:
    try:
        row.full_clean(exclude=["created_by"])
    except ValidationError as error:
        field, messages = next(iter(error.message_dict.items()))
        names = {item.name for item in row._meta.get_fields()}
        raise Refused(messages[0], field=field if field in names else None) from error
