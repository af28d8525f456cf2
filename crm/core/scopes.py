"""Who sees a row: one tuple of association paths a model, from which everything else is derived.

A path ends on a User ("owner") or on a Team ("owner__home_team"). The list filter, the object
check, the tokens of the search index and the export all come from the same tuple; nobody writes
a second one.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, reduce
from operator import or_
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ImproperlyConfigured
from django.db.models import Model, Q

if TYPE_CHECKING:
    from crm.core.models import User


@dataclass(frozen=True)
class Scope:
    """``Scope("owner", "team", view="leads.view", edit="leads.edit", open_to=None)``.

    ``view`` and ``edit`` are action names. Who holds ``open_to`` reads every row, whatever the
    paths say.
    ``Scope.via("lead")`` sees a detail row as its parent is seen.
    """

    paths: tuple[str, ...] = ()
    view: str = ""
    edit: str = ""
    open_to: str | None = None
    parent: str | None = None

    def __init__(
        self,
        *paths: str,
        view: str = "",
        edit: str = "",
        open_to: str | None = None,
        parent: str | None = None,
    ) -> None:
        for name, value in (
            ("paths", paths),
            ("view", view),
            ("edit", edit),
            ("open_to", open_to),
            ("parent", parent),
        ):
            object.__setattr__(self, name, value)
        if parent is None and not view:
            raise ImproperlyConfigured("a scope names the action that lets a person see its rows")

    @classmethod
    def via(cls, parent: str) -> "Scope":
        """The scope of a detail row: that of the row at the end of ``parent``."""
        return cls(parent=parent)

    def view_action(self, model: type[Model]) -> str:
        """The action that lets a person read rows of ``model``."""
        return _resolve(model).view

    def edit_action(self, model: type[Model]) -> str:
        """The action that lets a person change rows of ``model``."""
        return _resolve(model).edit

    def condition(self, model: type[Model], user: "User", action: str) -> Q | None:
        """The rows of ``model`` on which ``user`` may do ``action``; None when there are none."""
        scope, rights = _resolve(model), user.rights
        if not rights.holds(action):
            return None
        if rights.district_wide(action) or (
            action == scope.view and scope.open_to and rights.holds(scope.open_to)
        ):
            return Q()
        reach = rights.reach(action)
        parts = [
            Q(**{path: user.pk}) if kind == "user" else Q(**{f"{path}__in": reach})
            for path, kind in _kinds(model)
            if kind == "user" or reach
        ]
        return reduce(or_, parts) if parts else None

    def holds_for(self, row: Model, user: "User", action: str) -> bool:
        """Whether ``user`` may do ``action`` on this one row; the same rule as
        :meth:`condition`.
        """
        scope, rights = _resolve(type(row)), user.rights
        if not rights.holds(action):
            return False
        if rights.district_wide(action) or (
            action == scope.view and scope.open_to and rights.holds(scope.open_to)
        ):
            return True
        reach = rights.reach(action)
        ends = ((kind, _follow(row, path)) for path, kind in _kinds(type(row)))
        return any(end == user.pk if kind == "user" else end in reach for kind, end in ends)


def tokens_of_row(row: Model) -> list[str]:
    """What the search index stores with a staff document, from the same tuple as the lists."""
    scope = _resolve(type(row))
    tokens = {f"d:{scope.view}"}
    if scope.open_to:
        tokens.add(f"a:{scope.open_to}")
    for path, kind in _kinds(type(row)):
        end = _follow(row, path)
        if end is not None:
            tokens.add(f"{'u' if kind == 'user' else 't'}:{end}")
    return sorted(tokens)


def tokens_of_user(user: "User", model: type[Model]) -> list[str]:
    """What the asker brings: a row of ``model`` is theirs when it holds one of these. Empty: sees
    none.
    """
    scope, rights = _resolve(model), user.rights
    if not user.is_active or not rights.holds(scope.view):
        return []
    tokens = {f"u:{user.pk}", *(f"t:{team}" for team in rights.reach(scope.view))}
    if rights.district_wide(scope.view):
        tokens.add(f"d:{scope.view}")
    if scope.open_to and rights.holds(scope.open_to):
        tokens.add(f"a:{scope.open_to}")
    return sorted(tokens)


def related_for_tokens(model: type[Model]) -> list[str]:
    """The select_related paths that :func:`tokens_of_row` needs, so that it costs no query a
    row.
    """
    return sorted({path.rpartition("__")[0] for path, _ in _kinds(model) if "__" in path})


def user_can_on(user: "User", action: str, row: Model) -> bool:
    """Object check for one action; see :class:`Scope`."""
    return row.scope.holds_for(row, user, action)  # type: ignore[attr-defined]


@cache
def _resolve(model: type[Model]) -> Scope:
    scope = model.scope  # type: ignore[attr-defined]
    if scope.parent is None:
        return scope
    parent_model = model
    for part in scope.parent.split("__"):
        parent_model = parent_model._meta.get_field(part).related_model
    parent = _resolve(parent_model)
    return Scope(
        *(f"{scope.parent}__{path}" for path in parent.paths),
        view=parent.view,
        edit=parent.edit,
        open_to=parent.open_to,
    )


@cache
def _kinds(model: type[Model]) -> tuple[tuple[str, str], ...]:
    return tuple((path, _kind(model, path)) for path in _resolve(model).paths)


def _kind(model: type[Model], path: str) -> str:
    for part in path.split("__"):
        relation = model._meta.get_field(part)
        if not (relation.many_to_one or relation.one_to_one) or not relation.concrete:
            raise ImproperlyConfigured(f"scope path {path} must follow forward foreign keys")
        model = relation.related_model
    kind = {"core.User": "user", "core.Team": "team"}.get(model._meta.label)
    if kind is None:
        raise ImproperlyConfigured(f"scope path {path} ends on {model}, not on a user or a team")
    return kind


def _follow(row: Any, path: str) -> int | None:
    *steps, last = path.split("__")
    for step in steps:
        row = getattr(row, step)
        if row is None:
            return None
    return getattr(row, f"{last}_id")


def scoped(models: Iterable[type[Model]]) -> list[type[Model]]:
    """Those of ``models`` that people see row by row."""
    return [model for model in models if isinstance(getattr(model, "scope", None), Scope)]
