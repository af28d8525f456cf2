"""One report as a page: the same words and figures as on paper, opening into their rows."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from crm.core.access import may_open
from crm.core.views import RecordHistory, RecordPage
from crm.reports.archiving import scans_of
from crm.reports.forms import NoteForm
from crm.reports.layout import Document
from crm.reports.models import Passage, Snapshot
from crm.reports.printing import document_of, imprint_of
from crm.reports.views.acts import issue_context
from crm.reports.views.annex import annex_of
from crm.reports.views.snapshots import SnapshotMixin


class SnapshotPage(SnapshotMixin, RecordPage):
    """Read on screen or phone; print, compare, issue from here."""

    permission = "reports.view"
    template_name = "reports/snapshot_page.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        record = self.get_record()
        if record.slug != self.kwargs["slug"]:
            return HttpResponseRedirect(record.get_absolute_url())
        return super().get(request, *args, **kwargs)

    def records(self) -> Any:
        return super().records().select_related("archived_in", "team")

    def facts(self, record: Snapshot) -> list[tuple[Any, Any]]:
        imprint = imprint_of(record)
        return [
            (_("Number"), record.number),
            (pgettext_lazy("report", "Scope"), record.scope_name),
            (_("As of"), imprint.as_of),
            (pgettext_lazy("report", "Frozen at"), imprint.frozen_at),
            (_("Answering body"), record.team),
            (_("Drawn up by"), imprint.drafted_by),
            (_("Reviewed by"), imprint.reviewed_by),
            (_("Issued by"), imprint.issued_by),
            (_("Issued on"), imprint.issued_on),
            (_("Edition"), record.edition),
            (_("Archived in"), record.archived_in),
            (_("Rule version"), record.rule_version),
            (_("Font set"), record.font_set),
            (pgettext_lazy("report", "Pages"), record.pages),
        ]

    def context(self, record: Snapshot) -> dict[str, Any]:
        may_draft = self.user.can_on("reports.draft", record)
        may_word = record.is_open and may_draft
        may_issue = record.is_open and self.user.can_on("reports.issue", record)
        return {
            "document": self.document(record, may_word=may_word),
            "imprint": imprint_of(record),
            "life": life_of(record),
            "parts": list(record.parts.all()) if record.number else [],
            "scans": scans_of(record) if record.number else [],
            "may_scan": may_draft and bool(record.number) and not record.archived_in_id,
            **self.annex_context(record),
            "corrected_by": record.corrections.first(),
            "comparable": comparable_with(record),
            "may_review": record.state == Snapshot.State.DRAFT
            and record.created_by != self.user
            and self.user.can_on("reports.review", record),
            "may_drop": may_word,
            "may_issue": may_issue,
            "note_form": NoteForm(),
            **(issue_context(record) if may_issue else {}),
        }

    def annex_context(self, record: Snapshot) -> dict[str, Any]:
        """The restricted annex, for who may see it; for others there is none."""
        if not self.user.can("reports.view_restricted"):
            return {}
        return {
            "restricted": True,
            "annex": annex_of(record, self.user),
            "may_annex": self.user.can_on("reports.draft_restricted", record)
            and record.state != Snapshot.State.DROPPED
            and not record.archived_in_id,
        }

    def document(self, record: Snapshot, *, may_word: bool) -> Document:
        """The document with the lists behind its figures and who edited its words."""
        addresses = record.definition.addresses(record.figures)
        reachable = {key: one for key, one in addresses.items() if may_open(self.user, one)}
        document = document_of(record).link(reachable)
        edited = last_edits(record)
        for key, paragraph in document.passages.items():
            paragraph.edited = edited.get(key, "")
            if may_word:
                paragraph.url = reverse("desk:reports:words", args=[record.slug, key])
        return document


@dataclass(frozen=True)
class Step:
    """One stage of a report's life: who did it and when; not done yet without ``at``."""

    label: Any
    by: Any = None
    at: dt.datetime | None = None


def life_of(record: Snapshot) -> list[Step]:
    """草稿 → 审核 → 签发 → 更正, with names and times. One query."""
    correction = record.corrections.select_related("issued_by").first()
    steps = [
        Step(_("Drawn up"), record.created_by, record.frozen_at),
        Step(_("Reviewed"), record.reviewed_by, record.reviewed_at),
        Step(_("Issued"), record.issued_by, record.issued_at),
    ]
    if correction is not None:
        label = _("Corrected by %(number)s") % {"number": correction.number}
        steps.append(Step(label, correction.issued_by, correction.issued_at))
    return steps


def last_edits(record: Snapshot) -> dict[str, str]:
    """By passage, who edited the words last and when; those given back are left out. One query."""
    rows = Passage.history.filter(snapshot=record).order_by("pk").select_related("history_user")
    last = {row.key: row for row in rows}
    return {
        key: f"{row.history_user or '—'} {timezone.localtime(row.history_date):%Y-%m-%d %H:%M}"
        for key, row in last.items()
        if row.text
    }


def comparable_with(record: Snapshot) -> list[Snapshot]:
    """Issued reports of the same kind and scope, the latest twelve."""
    same = Snapshot.objects.filter(kind=record.kind, scope_code=record.scope_code)
    published = same.filter(state__in=Snapshot.PUBLISHED).exclude(pk=record.pk)
    return list(published.defer("canonical").order_by("-as_of", "-pk")[:12])


class SnapshotHistory(SnapshotMixin, RecordHistory):
    """Who drew up, reviewed, issued and read the report."""

    permission = "reports.view"
    title = _("Change history")
