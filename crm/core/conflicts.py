"""Two people saved the same record: what each changed, and how the choice becomes one set of
data.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.core.exceptions import ValidationError
from django.forms import BoundField, CharField
from django.http import QueryDict

from crm.core.timeline import shown_value

KEEP = "keep__"
MINE = "mine__"


@dataclass
class FieldConflict:
    """One field: the version both began with, mine, and the saved one."""

    field: BoundField
    base: str
    mine: str
    saved: str
    mine_raw: list[str]
    saved_raw: list[str]

    @property
    def both_changed(self) -> bool:
        """Whether a person has to choose."""
        return self.mine not in (self.saved, self.base) and self.saved != self.base

    @property
    def rewritable(self) -> bool:
        """Whether a third text can be written instead of either version."""
        return isinstance(self.field.field, CharField) and not hasattr(self.field.field, "choices")

    @property
    def mine_text(self) -> str:
        """What was typed, to begin the rewriting with."""
        return "".join(self.mine_raw)


class Conflict:
    """``form`` is bound to what was typed; ``expected`` is the version that the person began
    with.
    """

    def __init__(self, record: Any, form: Any, expected: int) -> None:
        self.record, self.form, self.expected = record, form, expected
        entries = list(record.history.select_related("history_user").order_by("-history_id")[:50])
        self.latest = entries[0] if entries else None
        self.base = next((entry for entry in entries if entry.version == expected), None)

    @cached_property
    def rows(self) -> list[FieldConflict]:
        """Fields in which the two versions differ."""
        rows = [self._row(name) for name in self.form.fields if self._is_stored(name)]
        return [row for row in rows if row.mine != row.saved]

    @property
    def clashes(self) -> list[FieldConflict]:
        """Both changed it: to be chosen."""
        return [row for row in self.rows if row.both_changed]

    @property
    def merged(self) -> list[tuple[FieldConflict, bool]]:
        """Only one side changed it; True where it was mine."""
        return [(row, row.saved == row.base) for row in self.rows if not row.both_changed]

    @property
    def next_version(self) -> int:
        """The version that saving will make."""
        return self.record.version + 1

    @cached_property
    def other_fields(self) -> list[tuple[str, str]]:
        """Everything typed outside the clashing fields, to be posted again as it was."""
        clashing = {row.field.html_name for row in self.clashes}
        theirs = {row.field.html_name: row.saved_raw for row, mine in self.merged if not mine}
        skip = {"version", "csrfmiddlewaretoken", *clashing}
        kept = []
        for name, values in self.form.data.lists():
            if name not in skip and not name.startswith((KEEP, MINE)):
                kept += [(name, value) for value in theirs.pop(name, values)]
        return kept + [(name, value) for name, values in theirs.items() for value in values]

    def _is_stored(self, name: str) -> bool:
        return any(field.name == name for field in self.record._meta.concrete_fields)

    def _row(self, name: str) -> FieldConflict:
        bound = self.form[name]
        model_field = self.record._meta.get_field(name)
        saved = model_field.value_from_object(self._saved_record)
        base = saved if self.base is None else getattr(self.base, model_field.attname)
        typed = self.form.data.getlist(bound.html_name)
        mine = _cleaned(bound, model_field, typed)
        prepared = bound.field.prepare_value(saved)
        return FieldConflict(
            field=bound,
            base=_shown(model_field, base),
            mine=mine,
            saved=_shown(model_field, saved),
            mine_raw=typed,
            saved_raw=["" if prepared is None else str(prepared)],
        )

    @cached_property
    def _saved_record(self) -> Any:
        # The bound form has written what was typed onto its instance: read the stored row afresh.
        return type(self.record)._default_manager.get(pk=self.record.pk)


def merged_data(data: QueryDict) -> QueryDict:
    """The posted data with the choices of the conflict screen worked in; unchanged without any."""
    chosen = data.copy()
    for key in [key for key in data if key.startswith(KEEP)]:
        name = key.removeprefix(KEEP)
        if data[key] == "rewrite":
            values = data.getlist(f"rewrite__{name}")
        else:
            values = data.getlist(f"{data[key]}__{name}")
        chosen.setlist(name, values)
    return chosen


def _cleaned(bound: BoundField, model_field: Any, typed: list[str]) -> str:
    try:
        value = bound.field.clean(bound.data)
    except ValidationError:
        return "、".join(typed)
    return _shown(model_field, getattr(value, "pk", value))


def _shown(model_field: Any, value: Any) -> str:
    if model_field.is_relation and value is not None:
        row = model_field.related_model._default_manager.filter(pk=value).first()
        return str(row) if row is not None else "—"
    return shown_value(model_field, value)
