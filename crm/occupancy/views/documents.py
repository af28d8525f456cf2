"""Putting a file onto a lease or unit."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from crm.core.attachments import attach
from crm.core.views import RecordAction
from crm.occupancy.forms import DocumentForm


class AttachDocument(RecordAction):
    """One file with its kind; who may read the record may read it."""

    abstract = True
    form_class = DocumentForm
    title = _("Add a document")
    submit_label = _("Upload")
    template_name = "occupancy/document_form.html"

    def perform(self, form: DocumentForm, record: Any) -> Any:
        attach(record, form.cleaned_data["file"], by=self.user, kind=form.cleaned_data["kind"])
        return record
