"""What follows when a page is published, taken back, moved or deleted."""

import datetime as dt

from django.db import transaction
from django.db.models import Q
from wagtail.models import Page

from portal import indexing
from portal.freezing import key_of
from portal.models import ApplicationGuide, PolicyDocument, PolicyPackage
from portal.projection import bring_out, project_guides, project_lost


def page_published(page: Page, day: dt.date) -> None:
    """Freeze, project, settle validity and mark for search; in one transaction."""
    with transaction.atomic():
        if isinstance(page, PolicyDocument):
            bring_out([page], day)
            settle_validity(PolicyDocument.objects.filter(_touched_by(page)), day)
        elif isinstance(page, ApplicationGuide):
            project_guides([page])
        elif isinstance(page, PolicyPackage):
            indexing.mark_members(page)
        indexing.mark_pages([page.pk])


def page_gone(page: Page) -> None:
    """After deletion: the clauses stay as the last version had them, without a page."""
    if isinstance(page, PolicyDocument):
        project_lost([key_of(page)])
    indexing.mark_pages([page.pk])


def settle_validity(documents, day: dt.date) -> int:
    """Compute the state of these documents for ``day`` and store what changed; gives how many
    changed.
    """
    changed, same = [], []
    for document in documents.select_related("successor"):
        state = document.validity_on(day)
        if state != document.validity_state:
            document.validity_state = state
            document.validity_checked_on = day
            changed.append(document)
        elif document.validity_checked_on != day:
            same.append(document.pk)
    PolicyDocument.objects.bulk_update(
        changed, ["validity_state", "validity_checked_on"], batch_size=200
    )
    for start in range(0, len(same), 500):
        PolicyDocument.objects.filter(pk__in=same[start : start + 500]).update(
            validity_checked_on=day
        )
    if changed:
        indexing.mark_pages([document.pk for document in changed])
    return len(changed)


def settle_due(day: dt.date) -> int:
    """Documents not looked at since before ``day``: what the daily tick asks."""
    due = Q(validity_checked_on__isnull=True) | Q(validity_checked_on__lt=day)
    with transaction.atomic():
        return settle_validity(PolicyDocument.objects.filter(due), day)


def _touched_by(document: PolicyDocument) -> Q:
    return Q(pk=document.pk) | Q(successor_id=document.pk)
