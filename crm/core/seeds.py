"""Core's own seeds: the root team, roles, and the working calendar of the years that are known."""

from chinese_calendar.constants import Holiday, holidays, workdays

from crm.core.models import CalendarDay, CalendarYear, Role
from crm.core.registries import Seed, rights, roles, seeds
from crm.core.role_groups import mirror_groups

SOURCE = "国务院办公厅放假调休通知（chinesecalendar）"


def lay_roles() -> None:
    """Create missing roles; give existing ones only actions that they were never offered."""
    known = {role.code: role for role in Role.objects.all()}
    for definition in roles:
        granted = list(dict.fromkeys(rights.grants.get(definition.key, [])))
        role = known.get(definition.key)
        if role is None:
            Role.objects.create(
                code=definition.key, name=definition.name, actions=granted, offered=granted
            )
            continue
        fresh = [action for action in granted if action not in role.offered]
        if fresh:
            role.actions = [*role.actions, *fresh]
            role.offered = [*role.offered, *fresh]
            role.version += 1
            role.save()


def lay_calendar() -> None:
    """Store the days that differ from their weekday, for the years that the package knows."""
    entered = set(CalendarYear.objects.values_list("year", flat=True))
    years = {day.year for day in holidays} - entered
    names = {member.value: member.chinese for member in Holiday}
    days = [
        CalendarDay(day=day, is_working=False, name=names.get(name, name))
        for day, name in holidays.items()
        if day.year in years and day.weekday() < 5
    ] + [
        CalendarDay(day=day, is_working=True, name=names.get(name, name))
        for day, name in workdays.items()
        if day.year in years and day.weekday() >= 5
    ]
    CalendarDay.objects.bulk_create(days, ignore_conflicts=True)
    CalendarYear.objects.bulk_create(
        [CalendarYear(year=year, source=SOURCE) for year in sorted(years)], ignore_conflicts=True
    )


seeds.register(Seed("core.roles", lay_roles, order=10))
seeds.register(Seed("core.groups", mirror_groups, order=11))
seeds.register(Seed("core.calendar", lay_calendar, order=20))
