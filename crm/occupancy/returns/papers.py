"""Attachments of returns: evidence on lines, the stamped confirmation and sheets on the return."""

from collections.abc import Iterable, Sequence

from crm.core.models import Attachment
from crm.occupancy.models import MonthlyReturn
from crm.occupancy.returns.reported import Reported

CONFIRMATION, EVIDENCE, SHEET = "confirmation", "evidence", "return_sheet"


def of_lines(said: Iterable[Reported]) -> dict[str, list[Attachment]]:
    """Evidence by key of the report: one query."""
    keys = {line.pk: one.key for one in said for line in one.lines}
    if not keys:
        return {}
    rows = Attachment.objects.filter(
        content_type__app_label="occupancy",
        content_type__model="monthlyreturnline",
        object_id__in=keys,
    )
    found: dict[str, list[Attachment]] = {}
    for row in rows.order_by("pk"):
        found.setdefault(keys[row.object_id], []).append(row)
    return found


def documented(said: Sequence[Reported]) -> set[str]:
    """Keys of the reports that have evidence."""
    return set(of_lines(said))


def of_return(row: MonthlyReturn, kind: str) -> list[Attachment]:
    """Attachments of the return itself, newest first."""
    rows = Attachment.objects.filter(
        content_type__app_label="occupancy",
        content_type__model="monthlyreturn",
        object_id=row.pk,
        kind=kind,
    )
    return list(rows.select_related("file").order_by("-pk"))


def confirmations(row: MonthlyReturn) -> list[Attachment]:
    """Stamped scans."""
    return of_return(row, CONFIRMATION)
