"""The files of a record, as its page lists them."""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model

from crm.core.models import Attachment
from crm.occupancy.forms import DocumentForm


def documents_of(record: Model) -> list[dict[str, Any]]:
    """Newest first, each with the words for its kind."""
    rows = Attachment.objects.filter(
        content_type=ContentType.objects.get_for_model(record), object_id=record.pk
    )
    words = dict(DocumentForm.KINDS)
    return [
        {"row": row, "kind": words.get(row.kind, row.kind)}
        for row in rows.select_related("file", "created_by").order_by("-created_at")
    ]
