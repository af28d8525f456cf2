"""The restricted annex: who may not see it finds no trace of it."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from crm.core.acts import record_event
from crm.core.views import RecordAction, StaffView
from crm.reports.annexes import annex_imprint, build_annex, draw_up_annex, print_copy
from crm.reports.forms import AnnexForm
from crm.reports.models import RestrictedAnnex, Snapshot
from crm.reports.views.files import file_response
from crm.reports.views.snapshots import SnapshotMixin


class RestrictedMixin(SnapshotMixin):
    """A report that the person reads, and an annex right of its own."""

    def crumbs(self) -> list[tuple[Any, str]]:
        return [*super().crumbs(), self.record_crumb()]


class AnnexPage(RestrictedMixin, StaffView):
    """The annex on screen; the look is an event of its own."""

    permission = "reports.view_restricted"
    title = _("Restricted annex")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        record = self.get_record()
        annex = annex_of(record, self.user)
        if annex is None:
            raise Http404
        record_event("reports.annex_read", by=self.user, row=annex)
        context = {
            "record": record,
            "annex": annex,
            "document": build_annex(annex),
            "imprint": annex_imprint(annex, self.user, record.font_set, 0),
            "may_draft": self.user.can_on("reports.draft_restricted", record)
            and not record.archived_in_id,
        }
        return self.page("reports/annex_page.html", context)


class DrawUpAnnex(RestrictedMixin, RecordAction):
    """Freeze the tax figures under an authorisation."""

    permission = "reports.draft_restricted"
    form_class = AnnexForm
    title = _("Draw up the restricted annex (tax)")
    submit_label = _("Freeze the figures")

    def form_kwargs(self, record: Snapshot) -> dict[str, Any]:
        annex = annex_of(record, self.user)
        year = annex.figures["year"] if annex else record.as_of.year - 1
        return {"initial": {"year": year, "authority": annex.authority if annex else ""}}

    def perform(self, form: AnnexForm, record: Snapshot) -> Snapshot:
        data = form.cleaned_data
        draw_up_annex(record, authority=data["authority"], year=data["year"], by=self.user)
        return record

    def success_url(self, record: Snapshot) -> str:
        return reverse("desk:reports:annex", args=[record.slug])


class AnnexCopy(RestrictedMixin, StaffView):
    """Print one numbered copy."""

    permission = "reports.view_restricted"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        record = self.get_record()
        annex = annex_of(record, self.user)
        if annex is None:
            raise Http404
        copy, printed = print_copy(annex, by=self.user)
        name = f"{record.slug}-annex-{copy:03d}.pdf"
        return file_response(printed.content, name, "application/pdf", inline=False)


def annex_of(record: Snapshot, user: Any) -> RestrictedAnnex | None:
    """The annex of a report, for who may see it."""
    rows = RestrictedAnnex.objects.visible_to(user).filter(snapshot=record)
    return rows.select_related("snapshot", "created_by").first()
