"""编制单位: the body that answers for a report, whose leaders may review and issue it."""

import datetime as dt
from typing import TYPE_CHECKING

from crm.core.authority import TeamTree
from crm.core.dated_values import value_on
from crm.core.models import Team
from crm.reports.dated import ANSWERING_TEAM

if TYPE_CHECKING:
    from crm.core.models import User


def answering_team(by: "User | None", day: dt.date) -> Team | None:
    """The bureau nearest above the home team of who draws up, on the day. For drafts that nobody
    draws up, the one that the setting names, else the only bureau that there is.

    None where there is no such bureau: then only a grant at the root of the tree reaches the
    report.
    """
    if by is not None:
        return _bureau_above(by.home_team_id, day)
    code = value_on(ANSWERING_TEAM, day)
    if code:
        return Team.objects.filter(code=code).first()
    bureaus = list(Team.objects.filter(kind=Team.Kind.BUREAU)[:2])
    return bureaus[0] if len(bureaus) == 1 else None


def _bureau_above(home: int | None, day: dt.date) -> Team | None:
    if home is None:
        return None
    chain = TeamTree.on(day).above(home)
    bureaus = {team.pk: team for team in Team.objects.filter(pk__in=chain, kind=Team.Kind.BUREAU)}
    return next((bureaus[key] for key in chain if key in bureaus), None)
