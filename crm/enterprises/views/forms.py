"""Recording and changing an enterprise."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from crm.core.views import RecordCreate, RecordEdit, StaffView
from crm.core.whole_numbers import read_whole
from crm.enterprises import actions
from crm.enterprises.duplicates import suggest
from crm.enterprises.forms import EnterpriseForm, NewEnterpriseForm
from crm.enterprises.models import Enterprise


class EnterpriseCreate(RecordCreate):
    """A new enterprise; doubles are suggested while the name is typed."""

    model = Enterprise
    permission = "enterprises.create"
    form_class = NewEnterpriseForm
    template_name = "enterprises/enterprise_form.html"
    title = _("Record an enterprise")

    def crumbs(self) -> list[tuple[Any, str]]:
        return [(_("Enterprises"), reverse("desk:enterprises:list"))]

    def form_kwargs(self, record: Any) -> dict[str, Any]:
        return {"user": self.user}

    def perform(self, form: NewEnterpriseForm, record: None) -> Enterprise:
        row = form.save(commit=False)
        row.team = form.cleaned_data["team"]
        return actions.register([row], by=self.user)[0]


class EnterpriseEdit(RecordEdit):
    """Facts of an enterprise under the optimistic lock."""

    model = Enterprise
    permission = "enterprises.edit"
    form_class = EnterpriseForm
    template_name = "enterprises/enterprise_form.html"
    title = _("Edit the enterprise")

    def crumbs(self) -> list[tuple[Any, str]]:
        number = self.kwargs["slug"]
        page = reverse("desk:enterprises:page", args=[number])
        return [(_("Enterprises"), reverse("desk:enterprises:list")), (number, page)]

    def perform(self, form: EnterpriseForm, record: Enterprise) -> Enterprise:
        row = form.save(commit=False)
        fields = form.Meta.fields
        return actions.edit([row], fields, by=self.user, expected=self.expected_version)[0]


class EnterpriseSuggestions(StaffView):
    """Asked while a name, code or phone is typed."""

    permission = "enterprises.create"

    def get(self, request: HttpRequest) -> HttpResponse:
        suggestions = suggest(
            by=self.user,
            name=request.GET.get("name", "")[:160],
            uscc=request.GET.get("uscc", "")[:18],
            phone=request.GET.get("phone", "")[:40],
            leave_out=read_whole(request.GET.get("leave_out", "")),
        )
        return TemplateResponse(
            request, "enterprises/_suggestions.html", {"suggestions": suggestions}
        )
