"""Enterprises that rows of a spreadsheet mention: found, or recorded as unverified on the way."""

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _

from crm.core.models import User
from crm.core.names import clean_uscc
from crm.core.spreadsheets.importing import ImportRun, Row, RowRefused
from crm.enterprises.actions import ensure
from crm.enterprises.identity import Identity, as_new, find
from crm.enterprises.models import Enterprise


class Mentions:
    """One a run. ``load`` once a chunk, ``of`` once a row, ``record`` before the rows are written.

    A row that mentions an unknown enterprise gets a placeholder; ``recorded`` swaps it for the row
    in the database. Whoever may record the row may name the enterprise (see ``ensure``).
    """

    def __init__(self) -> None:
        self._found: dict[Identity, Enterprise] = {}
        self._by_code: dict[str, Enterprise] = {}
        self._by_name: dict[tuple[str, str], Enterprise] = {}
        self._waiting: list[Enterprise] = []
        self._recorded: dict[int, Enterprise] = {}

    @classmethod
    def of_run(cls, run: ImportRun) -> "Mentions":
        """The one object that all kinds of a run share."""
        return run.lookups.setdefault(cls, cls())  # type: ignore[arg-type,return-value]

    def load(self, identities: Iterable[Identity | None]) -> None:
        """Find the recorded ones in a few queries."""
        wanted = {one for one in identities if one is not None and one not in self._found}
        if wanted:
            self._found.update(find(sorted(wanted, key=lambda one: (one.name, one.uscc))))

    def known(self, identity: Identity) -> Enterprise | None:
        """The enterprise of the database, or one that this run is about to record."""
        found = self._found.get(identity)
        if found is not None:
            return found
        if identity.uscc and identity.uscc in self._by_code:
            return self._by_code[identity.uscc]
        named = self._by_name.get(identity.key) if identity.name else None
        if named is not None and identity.uscc and named.uscc and named.uscc != identity.uscc:
            return None
        return named

    def of(self, identity: Identity, row: Row, run: ImportRun) -> Enterprise:
        """The enterprise that a row means; an unknown one is put aside and listed."""
        found = self.known(identity)
        if found is None:
            found = as_new(identity)
            self._waiting.append(found)
            run.new_enterprises.append((row.number, found))
        if found.pk is None:
            self.add(found, identity)
        return found

    def add(self, enterprise: Enterprise, identity: Identity) -> None:
        """Let later rows find an enterprise that is about to be recorded."""
        if identity.uscc:
            enterprise.uscc = enterprise.uscc or identity.uscc
            self._by_code[identity.uscc] = enterprise
        if identity.name:
            self._by_name.setdefault(identity.key, enterprise)

    def record(self, *, by: User | None, reason: str) -> None:
        """Record those that are put aside, in this transaction."""
        if not self._waiting:
            return
        identities = {
            id(row): Identity(row.name, row.uscc or "", row.country) for row in self._waiting
        }
        rows, _fresh = ensure(identities.values(), by=by, reason=reason)
        for key, identity in identities.items():
            self._recorded[key] = rows[identity]

    def recorded(self, enterprise: Enterprise | None) -> Enterprise | None:
        """The row in the database for what ``of`` gave."""
        if enterprise is None or enterprise.pk is not None:
            return enterprise
        return self._recorded[id(enterprise)]

    def forget(self, *, pending: bool) -> None:
        """Begin the next chunk; a dry run keeps what its rows would record."""
        self._found.clear()
        self._waiting, self._recorded = [], {}
        if pending:
            self._by_code.clear()
            self._by_name.clear()


def identity_of(row: Row, column: str = "enterprise") -> Identity | None:
    """What the cells ``column`` and ``uscc`` say; None when both are empty.

    Raises RowRefused for a credit code that cannot be, or one without a name that nobody has.
    """
    name, code = row.get(column) or "", row.get("uscc") or ""
    country = row.get("country") or "CN"
    if not name and not code:
        return None
    if code:
        code = checked_code(code)
    return Identity(name, code, country.upper())


def checked_code(text: str) -> str:
    """A credit code; raises RowRefused that says which check fails."""
    try:
        return clean_uscc(text)
    except ValueError as error:
        length = len(text.strip())
        if length != 18:
            message = _("A credit code has 18 characters, this one has %(length)d.") % {
                "length": length
            }
        else:
            message = _("The check digits do not fit: a character of the code is wrong.")
        raise RowRefused("uscc", message) from error


def identities_of(rows: Sequence[Row], column: str = "enterprise") -> list[Identity]:
    """Identities of the rows whose cells make sense; the others are refused later, row by row."""
    found = []
    for row in rows:
        try:
            identity = identity_of(row, column)
        except RowRefused:
            continue
        if identity is not None:
            found.append(identity)
    return found


def mentioned(
    mentions: Mentions, row: Row, run: ImportRun, column: str = "enterprise"
) -> Enterprise | None:
    """The enterprise of a row's cells, None when they are empty. Call it last: it puts aside."""
    identity = identity_of(row, column)
    if identity is None:
        return None
    if not identity.name and mentions.known(identity) is None:
        raise RowRefused(
            column, _("Nobody is recorded with this credit code; give the name as well.")
        )
    return mentions.of(identity, row, run)
