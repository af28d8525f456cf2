"""Editing the words of a draft around its locked figures."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from crm.core.errors import Refused, Stale
from crm.core.views import StaffView
from crm.reports.forms import WordsForm
from crm.reports.layout import Paragraph
from crm.reports.models import Passage, Snapshot
from crm.reports.narrative import runs_of, typed_figures
from crm.reports.printing import document_of
from crm.reports.views.snapshots import SnapshotMixin
from crm.reports.wording import edit_passage


class EditWords(SnapshotMixin, StaffView):
    """One passage: text with locked figures, the computed words, who changed what.

    A save that comes second shows what was saved first (409) and keeps what was typed.
    """

    permission = "reports.draft"
    title = _("Edit the words")

    def crumbs(self) -> list[tuple[Any, str]]:
        return [*super().crumbs(), self.record_crumb()]

    def get_passage(self) -> tuple[Snapshot, Paragraph, Passage | None]:
        """The draft, the passage as computed, and what is stored of it; 404 for an unknown key."""
        record = self.get_record()
        paragraph = document_of(record).passages.get(self.kwargs["key"])
        if paragraph is None:
            raise Http404
        return record, paragraph, record.passages.filter(key=paragraph.key).first()

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        record, paragraph, stored = self.get_passage()
        if not record.is_open:
            return HttpResponseRedirect(record.get_absolute_url())
        return self.show(WordsForm.of(paragraph, stored), record, paragraph, stored)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        record, paragraph, stored = self.get_passage()
        form = WordsForm(request.POST)
        if not form.is_valid():
            return self.show(form, record, paragraph, stored, status=422)
        words = "" if "reset" in request.POST else form.cleaned_data["text"]
        seen = form.cleaned_data["version"] or 0
        try:
            edit_passage(record, paragraph, words, by=self.user, expected=seen)
        except Refused as refusal:
            form.add_error("text", refusal.message)
            return self.show(form, record, paragraph, stored, status=422)
        except Stale:
            form = WordsForm({"text": words, "version": stored.version if stored else 0})
            return self.show(form, record, paragraph, stored, status=409)
        place = "" if self.warn(words, paragraph) else f"#{paragraph.anchor}"
        return HttpResponseRedirect(record.get_absolute_url() + place)

    def warn(self, words: str, paragraph: Paragraph) -> bool:
        """Say, on top of the page, which numbers were typed by hand; they are kept."""
        typed = typed_figures(words, paragraph)
        if typed:
            sentence = ngettext(
                "%(numbers)s was typed by hand and does not follow the data: please check it.",
                "%(numbers)s were typed by hand and do not follow the data: please check them.",
                len(typed),
            )
            messages.warning(self.request, sentence % {"numbers": "、".join(typed)})
        return bool(typed)

    def show(
        self,
        form: WordsForm,
        record: Snapshot,
        paragraph: Paragraph,
        stored: Passage | None,
        *,
        status: int = 200,
    ) -> HttpResponse:
        context = {
            "record": record,
            "form": form,
            "paragraph": paragraph,
            "computed": runs_of(paragraph.template, paragraph.figures),
            "stored": stored,
            "is_stale": status == 409,
            "changes": list(stored.history.select_related("history_user")[:50]) if stored else [],
        }
        return self.page("reports/words.html", context, status=status)
