"""Many new pages below one parent in a few statements, as Wagtail would add them one by one.

What ``add_child`` and ``save`` do for a page is done here for all: tree path, address, content
type, first publication. Signals are not sent: the caller marks the pages for the public search;
the editor's search is told here.
"""

from collections.abc import Sequence
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import connections, router
from django.db.models import F
from django.utils import timezone
from modelsearch.backends import get_search_backends
from wagtail.models import Page

from portal.models import IndexPage, PolicyDocument


def plant_many(parent: IndexPage, documents: Sequence[PolicyDocument]) -> None:
    """Add these unsaved live documents, whose slugs are given and free. Needs a transaction."""
    if not documents:
        return
    root = Page.objects.select_for_update().get(pk=parent.pk)
    last = root.get_last_child()
    step = Page._str2int(last.path[-Page.steplen :]) if last else 0
    now = timezone.now()
    kind = ContentType.objects.get_for_model(PolicyDocument)
    for position, document in enumerate(documents, start=step + 1):
        document.depth = root.depth + 1
        document.path = Page._get_path(root.path, document.depth, position)
        document.locale_id = root.locale_id
        document.content_type = kind
        document.first_published_at = document.last_published_at = now
        document.latest_revision_created_at = None
        document.set_url_path(root)
    fields = [field for field in Page._meta.concrete_fields if not field.primary_key]
    rows = [
        Page(**{field.attname: getattr(document, field.attname) for field in fields})
        for document in documents
    ]
    Page.objects.bulk_create(rows, batch_size=100)
    for document, row in zip(documents, rows, strict=True):
        document.pk = document.page_ptr_id = document.id = row.pk
    _insert_own_columns(documents)
    Page.objects.filter(pk=root.pk).update(numchild=F("numchild") + len(documents))
    for backend in get_search_backends(with_auto_update=True):
        backend.add_bulk(PolicyDocument, list(documents))


def _insert_own_columns(documents: Sequence[PolicyDocument]) -> None:
    """The columns of the child table: ``bulk_create`` refuses models with a parent table."""
    alias = router.db_for_write(PolicyDocument)
    fields = PolicyDocument._meta.local_concrete_fields
    most = connections[alias].ops.bulk_batch_size(fields, documents) or len(documents)
    for start in range(0, len(documents), most):
        chunk = documents[start : start + most]
        PolicyDocument._base_manager._insert(chunk, fields=fields, using=alias)
    for document in documents:
        saved: Any = document._state
        saved.adding = False
        saved.db = alias
