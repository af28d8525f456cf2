"""房源履历: what a unit was, back through splits and mergers, newest first."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from crm.occupancy.models import AreaChange, Spell, Unit, UnitLineage
from crm.occupancy.stacking import STATE_NAMES

ONE_DAY = dt.timedelta(days=1)
GENERATIONS = 12


@dataclass(frozen=True)
class Chapter:
    """One stretch of a life; ``until`` is its last day, None while it lasts."""

    state: str
    title: str
    start: dt.date
    until: dt.date | None
    note: str = ""


def life_of(unit: Unit, day: dt.date) -> list[Chapter]:
    """The chapters of ``unit`` up to ``day``, then those of the units that it came from."""
    chapters, generation = _own_chapters([unit], day, named=False), [unit]
    for _step in range(GENERATIONS):
        lines = list(
            UnitLineage.objects.filter(child__in=generation)
            .select_related("parent", "child")
            .order_by("parent__number")
        )
        if not lines:
            break
        chapters.append(_reshaping(lines))
        generation = list({line.parent.pk: line.parent for line in lines}.values())
        chapters += _own_chapters(generation, day, named=True)
    first = min(one.starts_on for one in generation)
    born = _("first laid out as %(count)d units") % {"count": len(generation)}
    chapters.append(
        Chapter("V", _("Came into being"), first, None, born if len(generation) > 1 else "")
    )
    return chapters


def chapters_of(unit: Unit, day: dt.date) -> list[Chapter]:
    """The unit's own chapters up to ``day``, newest first: two queries."""
    return _own_chapters([unit], day, named=False)


def _own_chapters(units: list[Unit], day: dt.date, *, named: bool) -> list[Chapter]:
    spells = (
        Spell.objects.filter(unit__in=units, starts_on__lte=day)
        .select_related("unit", "lease")
        .prefetch_related("occupants__enterprise")
    )
    chapters = [_chapter(spell, day, named=named) for spell in spells]
    for unit in units:
        mine = sorted(
            (spell for spell in spells if spell.unit_id == unit.pk), key=lambda x: x.starts_on
        )
        chapters += _gaps(unit, mine, day, named=named)
    return sorted(chapters, key=lambda one: one.start, reverse=True)


def _chapter(spell: Spell, day: dt.date, *, named: bool) -> Chapter:
    names = [row.enterprise.name for row in spell.occupants.all() if not row.is_void]
    who = "、".join(names) or str(STATE_NAMES[spell.state])
    notes = []
    if spell.state == "H" and spell.reason:
        notes.append(_("Reason: %(reason)s") % {"reason": spell.reason})
    if names:
        notes.append(str(STATE_NAMES[spell.state]))
    if spell.lease is not None:
        notes.append(_("lease %(number)s") % {"number": spell.lease.number})
        if spell.ends_before and spell.lease.end_reason:
            notes.append(spell.lease.end_reason)
    return Chapter(
        spell.state,
        f"{spell.unit.number} {who}" if named else who,
        spell.starts_on,
        _until(spell.ends_before, day),
        "，".join(notes),
    )


def _gaps(unit: Unit, spells: list[Spell], day: dt.date, *, named: bool) -> list[Chapter]:
    """The stretches without a spell: vacant."""
    end = min(filter(None, [unit.ends_before, day + ONE_DAY]))
    marks, chapters = unit.starts_on, []
    for spell in [*spells, None]:
        start = spell.starts_on if spell else end
        if marks < start:
            lasts = spell is None and (unit.ends_before is None or unit.ends_before > day)
            days = (min(start, day) - marks).days
            title = _("vacant for %(days)d days") % {"days": days + (1 if lasts else 0)}
            chapters.append(
                Chapter(
                    "V",
                    f"{unit.number} {title}" if named else title,
                    marks,
                    None if lasts else start - ONE_DAY,
                )
            )
        if spell is None or spell.ends_before is None:
            break
        marks = spell.ends_before
    return chapters


def _until(ends_before: dt.date | None, day: dt.date) -> dt.date | None:
    return None if ends_before is None or ends_before > day else ends_before - ONE_DAY


def _reshaping(lines: list[UnitLineage]) -> Chapter:
    child, parents = lines[0].child, [line.parent for line in lines]
    kind = lines[0].kind
    if kind == UnitLineage.Kind.MEASURED:
        change = AreaChange.objects.filter(after=child).first()
        note = _("%(before)s → %(after)s ㎡") % {
            "before": _square(parents[0].area),
            "after": _square(child.area),
        }
        if change is not None:
            note = f"{note}，{change.document}"
        return Chapter("V", _("Area measured"), child.starts_on, None, note)
    if kind == UnitLineage.Kind.MERGE:
        sum_ = "＋".join(_square(parent.area) for parent in parents)
        numbers = "、".join(parent.number for parent in parents)
        note = f"{numbers}（{sum_}＝{_square(child.area)} ㎡）"
        return Chapter("V", _("Merged from"), child.starts_on, None, note)
    note = f"{parents[0].number}（{_square(parents[0].area)} ㎡）"
    return Chapter("V", _("Split from"), child.starts_on, None, note)


def _square(area: Decimal) -> str:
    return f"{area:,.2f}"
