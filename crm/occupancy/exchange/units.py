"""Units by building, number and first day of their life."""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from itertools import count
from typing import Any

from django.db.models import Count, F, Max, Min, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from crm.core.clock import today
from crm.core.registries import ExchangeKind, exchange_kinds
from crm.core.spreadsheets.columns import Column
from crm.core.spreadsheets.importing import (
    UNCHANGED,
    UPDATED,
    RecordImporter,
    Row,
    RowRefused,
)
from crm.occupancy import rules
from crm.occupancy.actions import (
    edit_units,
    floors_for,
    record_facts,
    register_units,
    set_fact,
)
from crm.occupancy.days import read_day
from crm.occupancy.exchange.places import building_of, buildings_by_code
from crm.occupancy.filters import UnitFilter
from crm.occupancy.models import Building, Floor, Spell, Unit, UnitDisposition, UnitUse
from crm.occupancy.stacking import STATE_NAMES

Key = tuple[str, str]
ONE_DAY = dt.timedelta(days=1)
FACTS: dict[str, tuple[Any, str]] = {
    "use": (UnitUse, "use"),
    "way": (UnitDisposition, "way"),
}
_provisional = count(-1, -1)


def lives_by_number(keys: set[Key]) -> dict[Key, list[Unit]]:
    """Fetches all lives of unit numbers for a lookup, by (building code, number)."""
    found: dict[Key, list[Unit]] = defaultdict(list)
    rows = Unit.objects.filter(
        building__code__in={key[0] for key in keys}, number__in={key[1] for key in keys}
    )
    for unit in rows.select_related("building", "floor").order_by("starts_on"):
        found[unit.building.code, unit.number].append(unit)
    return dict(found)


def key_of(row: Row, column: str) -> Key | None:
    """The lookup key of a row's unit cell."""
    number = row.get(column)
    return None if number is None else (row.get("building"), number)


class UnitImporter(RecordImporter):
    """Rows of one number come together: lives that are cut short make room for new ones."""

    model = Unit
    key_column = "number"
    attributes = {
        "number": "number",
        "area": "area",
        "life_from": "starts_on",
        "life_to": "ends_before",
        "note": "note",
    }

    def load(self, rows: Sequence[Row]) -> None:
        self.run.lookup(buildings_by_code).load(row.get("building") for row in rows)
        lives = self.run.lookup(lives_by_number)
        lives.load(key_of(row, "number") for row in rows)
        known = {unit.pk for row in rows for unit in lives.get(key_of(row, "number")) or ()}
        spells = Spell.objects.filter(unit__in=known).values("unit").order_by("unit")
        self._spells = {
            entry["unit"]: entry
            for entry in spells.annotate(
                first=Min("starts_on"),
                last=Max("ends_before"),
                still=Count("pk", filter=Q(ends_before__isnull=True)),
            )
        }
        self._floors: dict[int, str] = {}
        self._facts = facts_now(known)

    def clear(self) -> None:
        super().clear()
        self._set: list[tuple[Unit, type, dict[str, str], dt.date]] = []

    def take(self, row: Row) -> str:
        """With 用途 and 去向: of a new unit from its first day, of another from today on."""
        outcome = super().take(row)
        unit = self.find(row)
        for column, (model, name) in FACTS.items():
            value = row.get(column) if row.has(column) else None
            if unit is None or value is None or value == self._facts.get((unit.pk, column)):
                continue
            is_new = unit in self.created
            day = unit.starts_on if is_new else max(today(), unit.starts_on)
            if unit.ends_before is not None and unit.ends_before <= day:
                raise RowRefused(
                    column, _("Unit %(unit)s does not exist any more.") % {"unit": unit.number}
                )
            self._set.append((unit, model, {name: value}, day))
            outcome = UPDATED if outcome == UNCHANGED else outcome
        return outcome

    def take_group(self, rows: Sequence[Row]) -> list[str | RowRefused]:
        """Lives that are there already first, so that one cut short makes room for the next."""
        ordered = sorted(rows, key=lambda row: self.find(row) is None)
        outcomes = dict(
            zip((row.number for row in ordered), super().take_group(ordered), strict=True)
        )
        return [outcomes[row.number] for row in rows]

    def _lives(self, row: Row) -> list[Unit]:
        return self.run.lookup(lives_by_number).get(key_of(row, "number")) or []

    def find(self, row: Row) -> Unit | None:
        wanted = row.get("life_from")
        return next((unit for unit in self._lives(row) if unit.starts_on == wanted), None)

    def values(self, row: Row) -> dict[str, Any]:
        values = {**super().values(row), "building": building_of(self, row)}
        record = self.find(row)
        label = rules.floor_label(row.get("floor"))
        if record is None or record.floor.label != label:
            values["floor"] = Floor(building=values["building"], label=label)
        return values

    def check(self, row: Row, record: Unit | None, values: dict[str, Any]) -> None:
        ends = values.get("ends_before", record.ends_before if record else None)
        life = (row.get("life_from"), ends)
        if ends is not None and ends <= life[0]:
            raise RowRefused(
                "life_to", _("Should lie after the first day %(day)s.") % {"day": life[0]}
            )
        for other in self._lives(row):
            if other is not record and rules.overlap((other.starts_on, other.ends_before), life):
                raise RowRefused(
                    "life_from",
                    _("Unit %(unit)s exists already from %(start)s to %(end)s.")
                    % {
                        "unit": other.number,
                        "start": other.starts_on,
                        "end": other.ends_before or _("now on"),
                    },
                )
        spells = self._spells.get(record.pk) if record is not None else None
        if spells and ends is not None and (spells["still"] or spells["last"] > ends):
            raise RowRefused(
                "life_to",
                _("Unit %(unit)s is taken up to %(end)s: end that first.")
                % {
                    "unit": row.get("number"),
                    "end": _("now on") if spells["still"] else spells["last"],
                },
            )

    def make(self, row: Row, values: dict[str, Any]) -> Unit:
        unit = Unit(**{name: value for name, value in values.items() if name != "floor"})
        unit._state.fields_cache["floor"] = values["floor"]
        return unit

    def remember(self, row: Row, record: Unit) -> None:
        if self.run.is_dry:
            # A dry run's spells need to tell its units apart.
            record.pk = next(_provisional)
        self.run.lookup(lives_by_number).add(
            (record.building.code, record.number), [*self._lives(row), record]
        )

    def write(self) -> None:
        by, reason = self.run.by, self.run.reason
        changed = [row for row, _names in self.changed.values()]
        units = [*self.created, *changed]
        floors = floors_for(((u.building, u.floor.label) for u in units), by=by, reason=reason)
        for unit in units:
            unit.floor = floors[unit.building_id, unit.floor.label]
        if changed:
            fields = sorted(set().union(*(names for _row, names in self.changed.values())))
            edit_units(changed, fields, by=by, reason=reason)
        if self.created:
            register_units(self.created, by=by, reason=reason)
        fresh = {id(unit) for unit in self.created}
        record_facts(
            [
                model(unit=unit, starts_on=day, ends_before=unit.ends_before, **values)
                for unit, model, values, day in self._set
                if id(unit) in fresh
            ],
            by=by,
            reason=reason,
        )
        for unit, model, values, day in self._set:
            if id(unit) not in fresh:
                set_fact(model, unit, values, by=by, on=day, until=unit.ends_before, reason=reason)


def facts_now(units: set[int]) -> dict[tuple[int, str], str]:
    """用途 and 去向 on the day that a row speaks of, by (unit id, column): two queries."""
    return {
        (row.unit_id, column): getattr(row, name)
        for column, (model, name) in FACTS.items()
        for row in model.objects.filter(unit__in=units).select_related("unit")
        if row.holds_on(spoken_of(row.unit))
    }


def spoken_of(unit: Unit) -> dt.date:
    """Today; of a unit to come its first day, of one that is gone its last."""
    day = max(today(), unit.starts_on)
    gone = unit.ends_before is not None and unit.ends_before <= day
    return unit.ends_before - ONE_DAY if gone else day


def unit_rows(rows: QuerySet) -> QuerySet:
    """Units with building and floor, and with today's 用途 and 去向."""
    dated = rows.with_use_on(today()).with_way_on(today())
    dated = dated.annotate(use=F("use_now__use"), way=F("way_now__way"))
    return dated.select_related("building", "floor").order_by("pk")


def units_of_the_day(rows: QuerySet, query: Any) -> QuerySet:
    """What the list shows of a day: live units of buildings in use, in the states asked for."""
    if "as_of" not in query and "state" not in query:
        return rows
    day = read_day(query.get("as_of", "")) or today()
    rows = rows.on(day).filter(building__in=Building.objects.in_use_on(day).values("pk"))
    states = [letter for letter in query.getlist("state") if letter in STATE_NAMES]
    return rows.in_states(states, day) if states else rows


def unit_row(unit: Unit) -> dict[str, Any]:
    """The export's values."""
    return {
        "building": unit.building.code,
        "floor": unit.floor.label,
        "number": unit.number,
        "area": unit.area,
        "life_from": unit.starts_on,
        "life_to": unit.ends_before,
        "use": unit.use,  # type: ignore[attr-defined]
        "way": unit.way,  # type: ignore[attr-defined]
        "note": unit.note,
    }


exchange_kinds.register(
    ExchangeKind(
        key="units",
        label=pgettext_lazy("exchange", "units"),
        model=Unit,
        columns=(
            Column(
                "building",
                pgettext_lazy("column", "building code"),
                "reference",
                required=True,
                sample="A",
                aliases=("楼宇", "楼栋", "楼号"),
            ),
            Column(
                "floor",
                pgettext_lazy("column", "floor"),
                "reference",
                required=True,
                max_length=16,
                sample="16",
                aliases=("所在楼层", "层"),
            ),
            Column(
                "number",
                pgettext_lazy("column", "unit number"),
                "reference",
                required=True,
                max_length=32,
                sample="1601",
                aliases=("房源", "房间号", "单元号", "房号", "编号"),
            ),
            Column(
                "area",
                pgettext_lazy("column", "floor area"),
                "area",
                required=True,
                positive=True,
                sample="1520.00",
                aliases=("面积", "单元面积"),
            ),
            Column(
                "life_from",
                pgettext_lazy("column", "exists from"),
                "date",
                required=True,
                sample="2016-09-05",
                aliases=("起始日", "启用日期"),
            ),
            Column(
                "life_to",
                pgettext_lazy("column", "exists until (that day not counted)"),
                "date",
                aliases=("终止日",),
            ),
            Column(
                "use",
                pgettext_lazy("column", "use"),
                "choice",
                choices=tuple(UnitUse.Use.choices),
            ),
            Column(
                "way",
                pgettext_lazy("column", "disposition"),
                "choice",
                choices=tuple(UnitDisposition.Way.choices),
            ),
            Column("note", pgettext_lazy("column", "note"), max_length=200),
        ),
        importer=UnitImporter,
        row=unit_row,
        rows=unit_rows,
        view_action="occupancy.view",
        edit_action="occupancy.edit",
        group_by=("building", "number"),
        filterset=lambda: UnitFilter,
        narrow=units_of_the_day,
        list_url="desk:occupancy:units",
        order=60,
    )
)
