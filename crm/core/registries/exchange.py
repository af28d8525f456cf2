"""Kinds of records that come in from spreadsheets and go out to them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Model, QuerySet

from crm.core.registries.registry import Registry
from crm.core.spreadsheets.columns import Column

if TYPE_CHECKING:
    from crm.core.spreadsheets.importing import Importer


@dataclass(frozen=True)
class ExchangeKind:
    """One kind of import and export; see docs/howto-import-kind.md.

    ``columns`` are those of the import; ``more_columns`` are added to exports and ignored on
    import.
    ``row(record)`` gives the export's values by column key; ``rows`` selects what it reads, so
    that a
    chunk costs a few queries. ``create_action`` (else
    ``edit_action``) is the right to bring in new records. ``view_action`` and ``edit_action`` are
    the rights to export and to
    import.
    ``order`` is the order of dependency in a workbook. Rows equal in ``group_by`` come to the
    importer
    together. ``narrow(rows, query)`` does what the list screen does besides its
    filters. ``filterset`` gives the filters of the kind's list screen (a callable: it is loaded
    late).
    A ``restricted`` kind comes in by itself, never as a sheet of a workbook, and its jobs (rows
    of the file stand in them) are seen only by who holds ``view_action``.
    """

    key: str
    label: Any
    model: type[Model]
    columns: tuple[Column, ...]
    importer: "type[Importer]"
    row: Callable[[Any], dict[str, Any]]
    rows: Callable[[QuerySet], QuerySet]
    view_action: str
    edit_action: str
    create_action: str = ""
    more_columns: tuple[Column, ...] = ()
    filterset: Callable[[], Any] | None = None
    narrow: Callable[[QuerySet, Any], QuerySet] | None = None
    expand: Callable[[Any], Iterable[dict[str, Any]]] | None = None
    group_by: tuple[str, ...] = ()
    list_url: str = ""
    restricted: bool = False
    order: int = 50

    def column(self, key: str) -> Column:
        """The column of that key; raises KeyError."""
        return {column.key: column for column in self.columns}[key]

    def may_import(self, user: Any) -> bool:
        """Whether this person may bring in records of the kind at all."""
        return user.can(self.edit_action) or bool(
            self.create_action and user.can(self.create_action)
        )

    def visible_to(self, user: Any) -> QuerySet:
        """Everything this person's list holds; None is the command line and holds all."""
        manager: Any = self.model._default_manager
        return self.rows(manager.all() if user is None else manager.visible_to(user))


exchange_kinds: Registry[ExchangeKind] = Registry("import and export kinds")
