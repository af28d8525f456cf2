"""The public's forms. Spam is kept off by a trap field, a signed time and a limit an hour; no
third party.
"""

import time
from typing import Any

from django import forms
from django.core import signing
from django.utils.translation import gettext_lazy as _

from portal.choices import EnquiryKind
from portal.models import InboxMessage
from portal.rules.tickets import Age

SALT = "portal.inbox"
PHONE = r"^\+?[0-9（）()\- ]{6,30}$"


def new_ticket() -> str:
    return signing.dumps(int(time.time()), salt=SALT)


class InboxForm(forms.ModelForm):
    """Abstract: who writes, how to reach them, consent, and the three guards."""

    kind = EnquiryKind.QUESTION
    must_have: tuple[str, ...] = ()

    consent = forms.BooleanField(
        label=_("I agree that what I enter is used to answer this message"),
        error_messages={
            "required": _("Without your consent we may not keep your contact details.")
        },
    )
    website = forms.CharField(label=_("Leave this field empty"), required=False)
    ticket = forms.CharField(widget=forms.HiddenInput, required=False)
    phone = forms.RegexField(
        PHONE,
        label=_("Telephone"),
        required=False,
        max_length=40,
        error_messages={
            "invalid": _("A telephone number has digits, spaces, brackets and hyphens.")
        },
    )

    class Meta:
        model = InboxMessage
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.is_bound:
            self.initial["ticket"] = new_ticket()
        for name in self.must_have:
            self.fields[name].required = True
        for name, field in self.fields.items():
            style = "form-check-input" if name == "consent" else "form-control"
            field.widget.attrs.setdefault("class", style)
            if self.is_bound and name in self.errors:
                field.widget.attrs["aria-invalid"] = "true"
                field.widget.attrs["aria-describedby"] = f"wrong-{name}"

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if (
            not data.get("phone")
            and not data.get("email")
            and not self.errors.get("phone")
            and not self.errors.get("email")
        ):
            self.add_error(
                "phone", _("Give a telephone number or an e-mail address, so that we can answer.")
            )
        self.check_guards(data)
        return data

    def check_guards(self, data: dict[str, Any]) -> None:
        """A robot fills the hidden field, or sends faster than anybody types."""
        if data.get("website"):
            raise forms.ValidationError(
                _("This message could not be accepted. Please load the page again.")
            )
        try:
            age = Age(time.time() - signing.loads(data.get("ticket") or "", salt=SALT))
        except signing.BadSignature as error:
            self._renew()
            raise forms.ValidationError(
                _("Please check what you entered and send it again.")
            ) from error
        if not age.is_human:
            if age.is_stale:
                self._renew()
            raise forms.ValidationError(_("Please check what you entered and send it again."))

    def _renew(self) -> None:
        """So that sending the same page again works."""
        self.data = self.data.copy()
        self.data["ticket"] = new_ticket()


class EnquiryForm(InboxForm):
    kind = EnquiryKind.INVESTMENT
    must_have = ("company",)

    class Meta(InboxForm.Meta):
        fields = [
            "company",
            "country",
            "industry",
            "area_from",
            "area_to",
            "move_in",
            "contact_name",
            "phone",
            "email",
            "message",
        ]
        labels = {
            "company": _("Company"),
            "country": _("Country or region"),
            "industry": _("What the company does"),
            "area_from": _("Area wanted from (m²)"),
            "area_to": _("Area wanted to (m²)"),
            "move_in": _("When you would move in"),
            "contact_name": _("Your name"),
            "email": _("E-mail"),
            "message": _("What else we should know"),
        }
        widgets = {"message": forms.Textarea(attrs={"rows": 4, "class": "form-control"})}

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        smallest, largest = data.get("area_from"), data.get("area_to")
        if any(area is not None and area < 0 for area in (smallest, largest)):
            self.add_error("area_from", _("An area is not negative."))
        if smallest and largest and largest < smallest:
            self.add_error("area_to", _("The larger area is smaller than the other."))
        return data


class QuestionForm(InboxForm):
    kind = EnquiryKind.QUESTION
    must_have = ("message",)

    class Meta(InboxForm.Meta):
        fields = ["message", "company", "contact_name", "phone", "email", "source_query"]
        labels = {
            "message": _("Your question"),
            "company": _("Company"),
            "contact_name": _("Your name"),
            "email": _("E-mail"),
        }
        widgets = {
            "message": forms.Textarea(attrs={"rows": 5, "class": "form-control"}),
            "source_query": forms.HiddenInput,
        }
