"""What the import kinds of the apps are built from: rows, lookups by chunk, and the step from
rows to actions.
"""

import datetime as dt
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar

from django.db.models import Model
from django.utils.translation import gettext as _

from crm.core.acts import change, create

if TYPE_CHECKING:
    from crm.core.models import User
    from crm.core.registries.exchange import ExchangeKind

Key = TypeVar("Key", bound=Hashable)
Found = TypeVar("Found")

CREATED, UPDATED, UNCHANGED, SKIPPED = "created", "updated", "unchanged", "skipped"


class RowRefused(Exception):  # noqa: N818 - the word of the trade
    """A row cannot be taken; the message names what is allowed. Nothing of the row may be
    pending.
    """

    def __init__(self, column: str, message: str) -> None:
        super().__init__(message)
        self.column = column
        self.message = message


@dataclass
class Row:
    """One record of a file: ``values`` holds the columns that the file has, None where a cell is
    empty.
    """

    number: int
    values: dict[str, Any]

    def get(self, key: str) -> Any:
        """The value of a column, None when empty or absent."""
        return self.values.get(key)

    def has(self, key: str) -> bool:
        """Whether the file has the column at all: an absent one leaves the record as it is."""
        return key in self.values


@dataclass
class ImportRun:
    """What one pass over a file shares between its kinds. A dry run writes nothing and forgets
    nothing.
    """

    by: "User | None"
    today: dt.date
    is_dry: bool = False
    reason: str = ""
    decisions: dict[int, str] = field(default_factory=dict)
    lookups: dict[Any, "Lookup"] = field(default_factory=dict)
    duplicates: list[tuple[int, list[dict[str, Any]]]] = field(default_factory=list)
    new_enterprises: list[tuple[int, Model]] = field(default_factory=list)

    def lookup(self, fetch: Callable[[set], dict]) -> "Lookup":
        """The one lookup of this run that ``fetch`` fills."""
        if fetch not in self.lookups:
            self.lookups[fetch] = Lookup(fetch)
        return self.lookups[fetch]

    def note_duplicate(self, row: Row, candidates: list[dict[str, Any]]) -> None:
        """List records that ``row`` may repeat; the row is taken all the same."""
        self.duplicates.append((row.number, candidates))

    def forget(self) -> None:
        """After a chunk: read anew what others may change. A dry run keeps what its rows would
        create.
        """
        for lookup in self.lookups.values():
            lookup.forget(pending=not self.is_dry)


class Lookup(Generic[Key, Found]):
    """Records by natural key, read in one query a chunk; knows also what this run is about to
    create.
    """

    def __init__(self, fetch: Callable[[set[Key]], dict[Key, Found]]) -> None:
        self._fetch = fetch
        self._loaded: dict[Key, Found | None] = {}
        self._pending: dict[Key, Found] = {}

    def load(self, keys: Iterable[Key | None]) -> None:
        """Read those of ``keys`` that are not known yet."""
        unknown = {key for key in keys if key is not None and key not in self._loaded}
        if unknown:
            self._loaded.update(dict.fromkeys(unknown))
            self._loaded.update(self._fetch(unknown))

    def get(self, key: Key | None) -> Found | None:
        """The record, or None; a pending one wins."""
        if key is None:
            return None
        return self._pending.get(key) or self._loaded.get(key)

    def add(self, key: Key, found: Found) -> None:
        """A record that this run is about to create."""
        self._pending[key] = found

    def forget(self, *, pending: bool) -> None:
        """Drop what was read, and with ``pending`` what has been written meanwhile."""
        self._loaded.clear()
        if pending:
            self._pending.clear()


class Importer:
    """Turns rows of one kind into actions. ``load`` and ``write`` once a chunk, ``take`` once a
    row.

    ``take`` checks everything before it puts anything aside, so that a refused row leaves nothing.
    """

    def __init__(self, run: ImportRun, kind: "ExchangeKind") -> None:
        self.run, self.kind = run, kind
        self.created: list[Any] = []
        self.changed: dict[Any, tuple[Any, set[str]]] = {}

    def load(self, rows: Sequence[Row]) -> None:
        """Read what the rows refer to, in a few queries."""

    def take(self, row: Row) -> str:
        """Put the row's record aside for writing; gives CREATED, UPDATED, UNCHANGED or SKIPPED.

        Raises RowRefused.
        """
        raise NotImplementedError

    def take_group(self, rows: Sequence[Row]) -> list[str | RowRefused]:
        """Rows that belong together (``ExchangeKind.group_by``); each has its own outcome."""
        outcomes: list[str | RowRefused] = []
        for row in rows:
            try:
                outcomes.append(self.take(row))
            except RowRefused as refusal:
                outcomes.append(refusal)
        return outcomes

    def write(self) -> None:
        """Hand what was put aside to the actions; override where the domain has its own."""
        if self.created:
            create(self.created, by=self.run.by, reason=self.run.reason)
        self.write_changes()

    def write_changes(self) -> None:
        """Write the changed fields of records that were there before."""
        if not self.changed:
            return
        fields = sorted(set().union(*(names for _row, names in self.changed.values())))
        rows = [row for row, _names in self.changed.values()]
        change(rows, fields, by=self.run.by, reason=self.run.reason)

    def may(self, record: Any) -> bool:
        """Whether the importing person may write this record, new or old."""
        kind = self.kind
        action = kind.create_action if record.pk is None else kind.edit_action
        return self.run.by is None or self.run.by.can_on(action or kind.edit_action, record)

    def clear(self) -> None:
        """Begin the next chunk with nothing put aside."""
        self.created, self.changed = [], {}

    def put(self, record: Any, values: dict[str, Any]) -> str:
        """Set ``values`` on a record that exists (or is about to); gives UPDATED or UNCHANGED."""
        different = {
            name for name, value in values.items() if not same(getattr(record, name), value)
        }
        if not different:
            return UNCHANGED
        for name in different:
            setattr(record, name, values[name])
        if record.pk is not None:
            _record, names = self.changed.setdefault(record.pk, (record, set()))
            names.update(different)
        return UPDATED


class RecordImporter(Importer):
    """An importer for the plain case: one row is one record, found by its natural key.

    ``attributes`` maps columns to fields that take the value as it is; ``keep`` names columns whose
    empty cell leaves the record as it is.
    """

    model: ClassVar[type[Model]]
    key_column: ClassVar[str] = ""
    attributes: ClassVar[dict[str, str]] = {}
    keep: ClassVar[frozenset[str]] = frozenset()

    def find(self, row: Row) -> Any:
        """The record with this row's key, or None."""
        raise NotImplementedError

    def remember(self, row: Row, record: Any) -> None:
        """Put a new record into the lookups, so that later rows of the file find it."""

    def values(self, row: Row) -> dict[str, Any]:
        """Field values of the row; override to add references. Raises RowRefused."""
        found: dict[str, Any] = {}
        for column, name in self.attributes.items():
            if row.has(column) and not (row.get(column) is None and column in self.keep):
                found[name] = empty_value(self.model, name, row.get(column))
        return found

    def check(self, row: Row, record: Any | None, values: dict[str, Any]) -> None:
        """Rules that need the record as it was; raises RowRefused."""

    def make(self, row: Row, values: dict[str, Any]) -> Any:
        """A new record, not saved."""
        return self.model(**values)

    def allow(self, record: Any) -> None:
        """Refuse a record that the importing person may not write."""
        if not self.may(record):
            raise RowRefused(
                self.key_column, _("This record lies outside the teams for which you may import.")
            )

    def take(self, row: Row) -> str:
        record = self.find(row)
        values = self.values(row)
        self.check(row, record, values)
        if record is not None:
            self.allow(record)
            return self.put(record, values)
        record = self.make(row, values)
        self.allow(record)
        self.created.append(record)
        self.remember(row, record)
        return CREATED


def empty_value(model: type[Model], name: str, value: Any) -> Any:
    """None as the field stores it: "" in text that is never null, the default where there is
    one.
    """
    if value is not None:
        return value
    attribute = model._meta.get_field(name)
    if attribute.null:
        return None
    return attribute.get_default()


def same(old: Any, new: Any) -> bool:
    """Whether a stored and a typed value are equal as far as a spreadsheet can say."""
    if isinstance(old, dt.datetime) and isinstance(new, dt.datetime):
        return abs(old - new) < dt.timedelta(seconds=1)
    if isinstance(old, Model) or isinstance(new, Model):
        if old is None or new is None or old.pk is None or new.pk is None:
            return old is new
        return old.pk == new.pk
    return old == new


def required(row: Row, *columns: str) -> None:
    """Refuse a row in which a column that the rule needs is empty."""
    for column in columns:
        if row.get(column) is None:
            raise RowRefused(column, _("This cell must not be empty."))


def unknown_code(column: str, value: Any, known: Iterable[str]) -> RowRefused:
    """The refusal of a code that nobody has: names the first codes that exist."""
    codes = sorted(known)
    shown = "、".join(codes[:12]) + ("…" if len(codes) > 12 else "")
    if not codes:
        return RowRefused(
            column, _("%(value)s is not known; none is recorded yet.") % {"value": value}
        )
    return RowRefused(
        column, _("%(value)s is not known. Allowed: %(codes)s.") % {"value": value, "codes": shown}
    )
