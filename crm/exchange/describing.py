"""What a kind takes: its columns for a script, its empty form for a person."""

from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from crm.core.errors import Refused
from crm.core.registries import ExchangeKind, exchange_kinds
from crm.core.spreadsheets.columns import Column, in_language
from crm.core.spreadsheets.writing import open_writer
from crm.exchange.reading import WORKBOOK, workbook_kinds


def kind_of(key: str) -> ExchangeKind:
    """The kind; raises Refused with the kinds that there are."""
    if key not in exchange_kinds:
        raise Refused(
            _("%(kind)s is no kind of records. Allowed: %(kinds)s.")
            % {"kind": key, "kinds": "、".join([*exchange_kinds.keys(), WORKBOOK])},
            field="kind",
        )
    return exchange_kinds[key]


def columns(key: str) -> Any:
    """The columns of a kind; of the workbook, those of each sheet by kind."""
    if key == WORKBOOK:
        return {
            kind.key: [describe(column) for column in kind.columns] for kind in workbook_kinds()
        }
    return [describe(column) for column in kind_of(key).columns]


def describe(column: Column) -> dict[str, Any]:
    """One column as ``manage.py import KIND --columns`` prints it."""
    labels = column.labels()
    options = column.choices
    return {
        "key": column.key,
        "label_zh": labels["zh"],
        "label_en": labels["en"],
        "type": column.type,
        "required": column.required,
        "choices": [key for key, _label in options],
        "choice_labels": {
            key: {"zh": in_language("zh-hans", label), "en": in_language("en", label)}
            for key, label in options
        },
    }


def write_template(key: str, path: Path) -> None:
    """An empty form with the heads of a kind, of all kinds for the workbook, and how to fill it."""
    kinds = workbook_kinds() if key == WORKBOOK else [kind_of(key)]
    writer = open_writer(path)
    for kind in kinds:
        writer.sheet(str(kind.label), [str(column.label) for column in kind.columns])
    if path.suffix.lower() != ".csv":
        heads = [_("Sheet"), _("Column"), _("Key"), _("Required"), _("Type"), _("How to fill it")]
        writer.sheet(_("How to fill it"), heads, (16, 24, 24, 8, 12, 70))
        for kind in kinds:
            for column in kind.columns:
                writer.row(_explained(kind, column))
    writer.save()


def _explained(kind: ExchangeKind, column: Column) -> list[Any]:
    parts = [str(column.help)] if column.help else []
    if column.choices:
        parts.append("、".join(f"{label}（{key}）" for key, label in column.choices))
    if column.sample is not None:
        parts.append(_("for example %(sample)s") % {"sample": column.sample})
    required = _("yes") if column.required else ""
    return [
        str(kind.label),
        str(column.label),
        column.key,
        required,
        column.type,
        "；".join(part.rstrip("。.") for part in parts),
    ]
