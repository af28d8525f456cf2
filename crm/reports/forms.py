"""Forms of reports."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from crm.core.clock import today
from crm.core.registries import report_kinds
from crm.reports.layout import Paragraph
from crm.reports.models import Passage
from crm.reports.months import month_end, read_month


class MonthField(forms.CharField):
    """A month as people write it: 2023-02, 2023.2, 2023年2月. Its value is the month's last day."""

    default_error_messages = {"invalid": _("Write the month as 2023-02.")}

    def to_python(self, value: Any) -> dt.date | None:
        text = super().to_python(value)
        if not text:
            return None
        last_day = read_month(text)
        if last_day is None:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return last_day


class DrawUpForm(forms.Form):
    """Which report, of which month, over what."""

    kind = forms.ChoiceField(label=_("Kind"))
    month = MonthField(
        label=_("Month"),
        widget=forms.TextInput(attrs={"maxlength": 12, "inputmode": "numeric"}),
        help_text=_("Figures as of the last day of the month."),
    )
    scope = forms.ChoiceField(label=pgettext_lazy("report", "Scope"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = list(report_kinds)
        self.fields["kind"].choices = [(kind.key, kind.label) for kind in kinds]
        read = {offer: dict(offer()) for offer in {kind.scopes: None for kind in kinds}}
        self.scopes = {kind.key: read[kind.scopes] for kind in kinds}
        # One list for all kinds, the widest first; the form says which do not go together.
        widest = sorted(self.scopes.values(), key=len, reverse=True)
        names = {code: name for offered in reversed(widest) for code, name in offered.items()}
        order = {code: None for offered in widest for code in offered}
        self.fields["scope"].choices = [(code, names[code]) for code in order]
        self.initial.setdefault("month", f"{month_end(today(), 1):%Y-%m}")

    def clean(self) -> dict[str, Any]:
        """Not every kind can be drawn up over everything."""
        data = super().clean() or {}
        kind, scope = data.get("kind"), data.get("scope")
        if kind and scope and scope not in self.scopes[kind]:
            self.add_error("scope", _("This report is not drawn up over that. Choose another."))
        return data


class NoteForm(forms.Form):
    """What a correction corrects; asked for only when it is one."""

    note = forms.CharField(
        label=_("What is corrected"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class WordsForm(forms.Form):
    """The words of a passage, and the version of it that the person saw (0: none yet)."""

    text = forms.CharField(
        label=_("Words"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 10, "data-words": ""}),
    )
    version = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)

    @classmethod
    def of(cls, paragraph: Paragraph, stored: Passage | None) -> "WordsForm":
        """The form as it opens: the edited words, else the computed ones."""
        text = stored.text if stored and stored.text else paragraph.template
        return cls(initial={"text": text, "version": stored.version if stored else 0})


class AnnexForm(forms.Form):
    """By whose leave tax data are used, and of which year."""

    authority = forms.CharField(label=_("Number of the authorisation (授权文号)"), max_length=100)
    year = forms.IntegerField(label=_("Year of the tax data"), min_value=2000, max_value=2100)


class ScanForm(forms.Form):
    """The signed sheet as it was scanned."""

    file = forms.FileField(label=_("Signed scan (PDF, PNG or JPEG)"))


class ArchiveForm(forms.Form):
    """Which year's reports go into a package, and how long it is kept."""

    RETENTION = (("永久", _("for good")), ("30年", _("30 years")), ("10年", _("10 years")))

    year = forms.IntegerField(label=_("Year"), min_value=2000, max_value=2100)
    name = forms.CharField(label=_("Name"), max_length=160)
    retention = forms.ChoiceField(label=_("Period of retention"), choices=RETENTION)


class EmptyForm(forms.Form):
    """An act that needs no words."""
