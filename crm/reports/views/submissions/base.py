"""Finding the form, or the filling, that an address names."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from crm.core.errors import NotAllowed
from crm.core.views import RecordMixin
from crm.reports.models import SubmissionFiling, SubmissionForm


class FormMixin(RecordMixin):
    """One form by code and edition (``SW-01-2``); 404 out of reach."""

    model = SubmissionForm

    def records(self) -> QuerySet:
        return super().records().select_related("blank", "created_by")

    def get_record(self, *, lock: bool = False) -> Any:
        code, _dash, edition = self.kwargs["slug"].rpartition("-")
        if not edition.isdecimal() or len(edition) > 5:
            raise Http404
        record = self.records().filter(code=code, edition=int(edition)).first()
        if record is None:
            raise Http404
        if not self.request.user.can_on(self.permission, record):
            raise NotAllowed(self.permission)
        return record

    def crumbs(self) -> list[tuple[Any, str]]:
        return [
            (_("Reports"), reverse("desk:reports:list")),
            (_("Forms of other offices"), reverse("desk:reports:forms:list")),
        ]

    def crumbs_below(self) -> list[tuple[Any, str]]:
        """The same with the form itself, for pages under it."""
        slug = self.kwargs["slug"]
        return [*FormMixin.crumbs(self), (slug, reverse("desk:reports:forms:page", args=[slug]))]


class FilingMixin(FormMixin):
    """One filling of a form."""

    def get_record(self, *, lock: bool = False) -> Any:
        form = super().get_record()
        filings = SubmissionFiling.objects.visible_to(self.request.user).filter(form=form)
        record = filings.select_related("file", "form", "sent_by", "created_by").filter(
            pk=self.kwargs["filing"]
        )
        found = record.first()
        if found is None:
            raise Http404
        return found

    def crumbs(self) -> list[tuple[Any, str]]:
        return self.crumbs_below()
