"""房源沿革: the family of a unit through splits, mergers and measurements."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from crm.occupancy.hold_owners import told
from crm.occupancy.lives import Chapter, chapters_of
from crm.occupancy.models import Unit, UnitHold, UnitLineage
from crm.occupancy.svg import STATE_PAINTS, BandStyle, Lane, Stretch, time_band
from crm.occupancy.svg.lineage import Edge, Node, family_tree

ONE_DAY = dt.timedelta(days=1)


@dataclass
class Family:
    """Everybody who is related to ``unit``; ``lines`` join parents and children."""

    unit: Unit
    members: dict[int, Unit]
    lines: list[UnitLineage]
    depth: dict[int, int] = field(default_factory=dict)

    @property
    def same(self) -> list[Unit]:
        """The unit with its earlier and later lives under another measured area, oldest first."""
        keys, grown = {self.unit.pk}, True
        while grown:
            grown = False
            for line in self.lines:
                pair = {line.parent_id, line.child_id}
                if line.kind == UnitLineage.Kind.MEASURED and pair & keys and not pair <= keys:
                    keys |= pair
                    grown = True
        return sorted((self.members[key] for key in keys), key=lambda one: one.starts_on)

    @property
    def others(self) -> list[Unit]:
        """The rest, in order of time."""
        mine = {unit.pk for unit in self.same}
        rest = [unit for key, unit in self.members.items() if key not in mine]
        return sorted(rest, key=lambda one: (one.starts_on, one.number))


def family_of(unit: Unit) -> Family:
    """Read from the lineages of the building: one query."""
    lines = list(
        UnitLineage.objects.filter(child__building=unit.building_id).select_related(
            "parent__building", "child__building"
        )
    )
    joined: dict[int, set[int]] = defaultdict(set)
    units = {unit.pk: unit}
    for line in lines:
        joined[line.parent_id].add(line.child_id)
        joined[line.child_id].add(line.parent_id)
        units.setdefault(line.parent_id, line.parent)
        units.setdefault(line.child_id, line.child)
    seen, waiting = {unit.pk}, [unit.pk]
    while waiting:
        for other in joined[waiting.pop()] - seen:
            seen.add(other)
            waiting.append(other)
    mine = [line for line in lines if line.child_id in seen]
    family = Family(unit, {key: units[key] for key in seen}, mine)
    family.depth = _depths(family)
    return family


def _depths(family: Family) -> dict[int, int]:
    """Generations from the oldest; a child stands behind all of its parents."""
    parents: dict[int, list[int]] = defaultdict(list)
    for line in family.lines:
        parents[line.child_id].append(line.parent_id)
    depths: dict[int, int] = {}
    for unit in sorted(family.members.values(), key=lambda one: one.starts_on):
        known = [depths[key] for key in parents[unit.pk] if key in depths]
        depths[unit.pk] = max(known, default=-1) + 1
    return depths


def tree_of(family: Family) -> SafeString:
    """The family drawn; empty for a unit that is alone."""
    if not family.lines:
        return SafeString("")
    nodes = [
        Node(
            key=unit.pk,
            column=family.depth[unit.pk],
            number=unit.number,
            area=unit.area,
            period=f"{unit.starts_on:%Y-%m-%d} — {_last(unit)}",
            url="" if unit.pk == family.unit.pk else unit.page_url,
            is_here=unit.pk == family.unit.pk,
        )
        for unit in sorted(family.members.values(), key=lambda one: (one.starts_on, one.number))
    ]
    edges = [
        Edge(line.parent_id, line.child_id, str(UnitLineage.Kind(line.kind).label))
        for line in family.lines
    ]
    return family_tree(nodes, edges, _("Family of unit %(unit)s") % {"unit": family.unit})


def band_of(family: Family, day: dt.date, user: Any = None) -> SafeString:
    """The unit's life on one line, those that it came from and went into below.

    Reservations are named as ``user`` may know them; without one all of them.
    """
    same = family.same
    lanes = [_lane(family.unit.number, same, day, user)]
    lanes += [_lane(unit.number, [unit], day, user) for unit in family.others]
    title = _("Life of unit %(unit)s on one line of time") % {"unit": family.unit}
    return time_band(lanes, BandStyle(title, day))


def _lane(title: str, units: Sequence[Unit], day: dt.date, user: Any) -> Lane:
    stretches = [
        _stretch(chapter, unit, day) for unit in units for chapter in chapters_of(unit, day)
    ]
    holds = told(UnitHold.objects.filter(unit__in=units).order_by("starts_on"), user)
    marks = [(unit.starts_on, f"{unit.area:,.2f} ㎡") for unit in units]
    return Lane(title, stretches, [_frame(hold) for hold in holds], marks)


def _stretch(chapter: Chapter, unit: Unit, day: dt.date) -> Stretch:
    end = None if chapter.until is None else chapter.until + ONE_DAY
    if end is None and unit.ends_before is not None:
        end = unit.ends_before
    until = chapter.until or _("still")
    return Stretch(
        start=chapter.start,
        end=end,
        paint=STATE_PAINTS[chapter.state],
        words=chapter.title,
        label=_("Unit %(unit)s: %(what)s, %(start)s to %(end)s")
        % {"unit": unit.number, "what": chapter.title, "start": chapter.start, "end": until},
    )


def _frame(hold: UnitHold) -> Stretch:
    return Stretch(
        hold.starts_on,
        hold.ends_before,
        STATE_PAINTS["V"],
        hold.whose,
        _("Reserved for %(whose)s, %(start)s to %(end)s")
        % {"whose": hold.whose, "start": hold.starts_on, "end": hold.last_day or _("still")},
    )


def _last(unit: Unit) -> str:
    if unit.ends_before is None:
        return _("still")
    return (unit.ends_before - ONE_DAY).isoformat()


def conserved_pairs(family: Family) -> Iterable[tuple[list[Unit], list[Unit]]]:
    """Old and new units of each reshaping, for the table beside the tree."""
    by_child: dict[int, list[UnitLineage]] = defaultdict(list)
    for line in family.lines:
        by_child[line.child_id].append(line)
    groups: dict[tuple[int, ...], list[Unit]] = defaultdict(list)
    for child, lines in by_child.items():
        groups[tuple(sorted(line.parent_id for line in lines))].append(family.members[child])
    for parents, children in groups.items():
        yield [family.members[key] for key in parents], children
