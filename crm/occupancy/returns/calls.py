"""催报: whom to call about which buildings, phones masked."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from crm.core.figure_text import masked_phone
from crm.core.models import Team, User
from crm.occupancy.returns.duties import Duty
from crm.occupancy.returns.words import STATE_LABELS


@dataclass
class Call:
    """One operator company, the people who report for it, and what they owe."""

    operator: Team
    people: list[User] = field(default_factory=list)
    duties: list[Duty] = field(default_factory=list)

    @property
    def names(self) -> str:
        """People with masked phones."""
        return self._named(masked_phone)

    @property
    def whole(self) -> str:
        """People with whole phones: showing them is logged."""
        return self._named(str)

    def _named(self, phone_of: Callable[[str], str]) -> str:
        shown = [
            f"{one.name} {phone_of(one.phone)}" if one.phone else one.name for one in self.people
        ]
        return "、".join(shown) or "—"

    @property
    def buildings(self) -> str:
        """Buildings with the state of their returns."""
        return "、".join(
            f"{duty.building.name}（{STATE_LABELS[duty.state]}）" for duty in self.duties
        )


def calls_of(duties: Sequence[Duty]) -> list[Call]:
    """By operator company, one query for the people."""
    found: dict[int, Call] = {}
    for duty in duties:
        operator = duty.building.operator
        if operator is not None:
            found.setdefault(operator.pk, Call(operator)).duties.append(duty)
    people = User.objects.filter(home_team__in=found, is_active=True).order_by("name")
    for person in people:
        found[person.home_team_id].people.append(person)  # type: ignore[index]
    return sorted(found.values(), key=lambda call: call.operator.name)


def as_text(calls: Sequence[Call], month: dt.date, due: dt.date, day: dt.date) -> str:
    """Plain text for chat and phone."""
    head = _(
        "Returns of %(month)s not sent as of %(day)s (due on %(due)s): %(count)d buildings"
    ) % {
        "month": f"{month:%Y-%m}",
        "day": day.isoformat(),
        "due": due.isoformat(),
        "count": sum(len(call.duties) for call in calls),
    }
    lines = [
        f"{number}. {call.operator.name}，{call.names}：{call.buildings}"
        for number, call in enumerate(calls, 1)
    ]
    return "\n".join([head, *lines])
