"""Choosing a file, and choosing how to take a list out."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from crm.core.attachments import check_upload
from crm.core.errors import Refused
from crm.core.registries import exchange_kinds
from crm.exchange.reading import WORKBOOK

ACCEPTED = ".xlsx,.xls,.csv"


class UploadForm(forms.Form):
    """A spreadsheet and what it holds; only kinds that the person may import are offered."""

    kind = forms.ChoiceField(label=_("What the file holds"))
    file = forms.FileField(
        label=_("Spreadsheet"),
        help_text=_("An .xlsx, .xls or .csv file of at most 50 MB."),
        widget=forms.ClearableFileInput(attrs={"accept": ACCEPTED}),
    )
    all_or_nothing = forms.BooleanField(
        label=_("Write all rows or none"),
        required=False,
        help_text=_("Otherwise wrong rows are left out and the others are written."),
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [(kind.key, kind.label) for kind in exchange_kinds if kind.may_import(user)]
        workbook = (WORKBOOK, _("Workbook with one sheet for each kind"))
        self.fields["kind"].choices = [*offered, workbook]  # type: ignore[attr-defined]

    def clean_file(self) -> Any:
        upload = self.cleaned_data["file"]
        try:
            check_upload(upload)
        except Refused as refusal:
            raise forms.ValidationError(refusal.message) from refusal
        return upload


class ExportForm(forms.Form):
    """The kind of file and the language of its heads."""

    format = forms.ChoiceField(
        label=_("File format"),
        choices=[("xlsx", "Excel (.xlsx)"), ("csv", "CSV (.csv)")],
        widget=forms.RadioSelect,
        initial="xlsx",
    )
    heads = forms.ChoiceField(
        label=_("Column heads"),
        choices=[
            ("zh", pgettext_lazy("heads", "Chinese")),
            ("en", pgettext_lazy("heads", "English")),
            ("keys", pgettext_lazy("heads", "keys for programs")),
        ],
        widget=forms.RadioSelect,
        initial="zh",
    )
