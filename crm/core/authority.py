"""What a person may do: grants read once, spread down the team tree of the day."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from django.apps import apps
from django.db.models import Exists, OuterRef

if TYPE_CHECKING:
    from crm.core.models import User

OWN = ":own"


@dataclass(frozen=True)
class TeamTree:
    """The tree of one day, as child ids by parent id."""

    children: dict[int, list[int]]

    @classmethod
    def on(cls, day: dt.date) -> "TeamTree":
        """Read the whole tree in one query; a district has tens of teams, not thousands."""
        children = defaultdict(list)
        links = apps.get_model("core", "TeamParent").objects.on(day)
        for team, parent in links.values_list("team_id", "parent_id"):
            children[parent].append(team)
        return cls(dict(children))

    def below(self, team: int) -> frozenset[int]:
        """``team`` and everything under it."""
        found, waiting = set(), [team]
        while waiting:
            current = waiting.pop()
            if current not in found:
                found.add(current)
                waiting.extend(self.children.get(current, ()))
        return frozenset(found)

    def above(self, team: int) -> list[int]:
        """``team`` and those over it, the nearest first."""
        parents = {child: parent for parent, below in self.children.items() for child in below}
        found = [team]
        while (parent := parents.get(found[-1])) is not None and parent not in found:
            found.append(parent)
        return found


@dataclass(frozen=True)
class Rights:
    """The grants of one person on one day. ``x:own`` reaches only rows that name the person.

    ``roots`` are those teams of the grants above which nobody stands on that day.
    """

    grants: tuple[tuple[frozenset[str], int], ...] = ()
    roots: frozenset[int] = frozenset()
    role_names: tuple[str, ...] = ()
    role_codes: tuple[str, ...] = ()
    day: dt.date | None = None
    _reach: dict[str, frozenset[int]] = field(default_factory=dict, compare=False)

    @classmethod
    def of(cls, user: "User", day: dt.date) -> "Rights":
        """One query: the grants with their roles. The tree costs a second one when a reach is
        asked for.
        """
        if not user.is_active or user.pk is None:
            return cls(day=day)
        above = apps.get_model("core", "TeamParent").objects.on(day).filter(team=OuterRef("team"))
        grants = user.grants.on(day).annotate(has_parent=Exists(above))
        rows = list(grants.select_related("role").order_by("pk"))
        return cls(
            grants=tuple((frozenset(row.role.actions), row.team_id) for row in rows),
            roots=frozenset(row.team_id for row in rows if not row.has_parent),
            role_names=tuple(row.role.name for row in rows),
            role_codes=tuple(row.role.code for row in rows),
            day=day,
        )

    @cached_property
    def tree(self) -> TeamTree:
        """The team tree of the day."""
        return TeamTree.on(self.day)

    def holds(self, action: str) -> bool:
        """Whether any grant gives ``action``, on whatever rows."""
        return any(action in actions or action + OWN in actions for actions, _ in self.grants)

    def reach(self, action: str) -> frozenset[int]:
        """Ids of the teams reached by grants that give ``action`` without the ``:own`` mark."""
        if action not in self._reach:
            teams = [team for actions, team in self.grants if action in actions]
            reached = (self.tree.below(team) for team in teams)
            self._reach[action] = frozenset().union(*reached)
        return self._reach[action]

    def district_wide(self, action: str) -> bool:
        """Whether a grant at a root of the tree gives ``action``."""
        return any(action in actions and team in self.roots for actions, team in self.grants)
