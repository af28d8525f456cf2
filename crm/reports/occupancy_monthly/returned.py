"""How the operators' monthly returns came in: what ⑦ says about them."""

import datetime as dt
from typing import Any

from django.utils import timezone

from crm.occupancy.models import MonthlyReturn
from crm.occupancy.places import Place
from crm.occupancy.returns.duties import due_on, owing


def return_figures(place: Place, as_of: dt.date) -> dict[str, Any]:
    """returns: None where nobody has sent one for the month, else who owed, sent late, or not.

    ``late`` names the buildings; ``sent_back`` counts returns that needed a second round.
    """
    month = as_of.replace(day=1)
    duties = owing(month, place.buildings)
    sent = [duty for duty in duties if duty.found is not None and duty.found.sent_at is not None]
    if not sent:
        return {"returns": None}
    due = due_on(month)
    return {
        "returns": {
            "due_on": due,
            "owing": len(duties),
            "sent": len(sent),
            "late": [duty.building.name for duty in sent if _sent_on(duty.found) > due],
            "missing": [duty.building.name for duty in duties if duty not in sent],
            "sent_back": sum(duty.found.round > 1 for duty in sent),
        }
    }


def _sent_on(found: MonthlyReturn) -> dt.date:
    return timezone.localtime(found.sent_at).date()
