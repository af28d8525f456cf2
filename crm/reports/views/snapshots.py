"""Finding the report that an address names: by number, or as draft-7 while it has none."""

import re
from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from crm.core.errors import NotAllowed
from crm.core.views import RecordMixin
from crm.reports.models import Snapshot

DRAFT = re.compile(r"draft-(\d{1,18})")


class SnapshotMixin(RecordMixin):
    """One report; 404 out of reach, NotAllowed when only the action is."""

    model = Snapshot
    loaded: Snapshot | None = None

    def records(self) -> QuerySet:
        return (
            super()
            .records()
            .select_related("pdf", "created_by", "reviewed_by", "issued_by", "supersedes")
        )

    def get_record(self, *, lock: bool = False) -> Any:
        slug = self.kwargs["slug"]
        match = DRAFT.fullmatch(slug)
        condition = {"pk": int(match[1])} if match else {"number": slug}
        record = self.records().filter(**condition).first()
        if record is None:
            raise Http404
        if not self.request.user.can_on(self.permission, record):
            raise NotAllowed(self.permission)
        self.loaded = record
        return record

    def crumbs(self) -> list[tuple[Any, str]]:
        return [(_("Reports"), reverse("desk:reports:list"))]

    def record_crumb(self) -> tuple[Any, str]:
        """The report itself, for pages below its own."""
        record = self.loaded
        return (str(record), record.get_absolute_url()) if record else ("", "")
