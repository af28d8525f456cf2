"""Whose a reservation is, told to those who may see the record that it stands for.

That a unit is reserved, until when and under which number, everybody reads who reads the unit. The
name is the record's: an upper app says which of its records a person sees.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import Any

from crm.core.registries import Registry
from crm.occupancy.models import UnitHold


@dataclass(frozen=True)
class HoldOwners:
    """``seen`` gives those of the numbers whose records the person sees."""

    key: str
    seen: Callable[[Any, Collection[str]], Collection[str]]


hold_owners: Registry[HoldOwners] = Registry("owners of reservations")


def told(holds: Iterable[UnitHold], user: Any) -> list[UnitHold]:
    """The same reservations to be read by ``user``: names and reasons that are not theirs to know
    are left out.

    A reservation without a number belongs to no record; those who let units read its name.
    """
    found = list(holds)
    if user is None:  # the command line
        return found
    numbers = {hold.owner_number for hold in found if hold.owner_number}
    seen = {number for one in hold_owners for number in one.seen(user, numbers)} if numbers else ()
    for hold in found:
        known = hold.owner_number in seen if hold.owner_number else user.can("occupancy.let")
        if not known:
            hold.owner_label = hold.reason = ""
    return found
