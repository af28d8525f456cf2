"""One record: its page, its forms, its history. The apps declare; the rules live in their
actions.
"""

from itertools import groupby
from typing import Any, ClassVar

from django.contrib import messages
from django.db import transaction
from django.forms import BaseForm, ModelForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import gettext as _

from crm.core.conflicts import Conflict, merged_data
from crm.core.errors import Refused, Stale
from crm.core.models import Event
from crm.core.registries.panels import panels_of
from crm.core.timeline import history_rows
from crm.core.views.base import RecordMixin, StaffView
from crm.core.whole_numbers import read_whole


class RecordPage(RecordMixin, StaffView):
    """The page of one record: facts, panels of this and of upper apps, one timeline."""

    abstract = True
    template_name: ClassVar[str] = "core/record_page.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        record = self.get_record()
        context = {
            "record": record,
            "title": str(record),
            "panels": panels_of(record, self.user),
            "facts": self.facts(record),
            "may_edit": self.user.can_on(record.scope.edit_action(type(record)), record),
            **self.context(record),
        }
        return self.page(self.template_name, context)

    def facts(self, record: Any) -> list[tuple[Any, Any]]:
        """Label and value pairs of the 基本情况 panel."""
        return []

    def context(self, record: Any) -> dict[str, Any]:
        """More variables for the template."""
        return {}


class FormView(RecordMixin, StaffView):
    """A form that posts to one action. What was typed survives whatever happens."""

    abstract = True
    form_class: ClassVar[type[BaseForm]]
    template_name: ClassVar[str] = "core/record_form.html"
    submit_label: ClassVar[Any] = ""
    success_message: ClassVar[Any] = ""
    # What the rules call a field → the form's own name of it, so that the message stands there.
    refusal_fields: ClassVar[dict[str, str]] = {}

    def form_kwargs(self, record: Any) -> dict[str, Any]:
        """More arguments for the form, such as the person who asks."""
        return {}

    def perform(self, form: Any, record: Any) -> Any:
        """Call one action inside the open transaction and return the record to go to."""
        raise NotImplementedError

    def success_url(self, record: Any) -> str:
        """Where to go after saving."""
        return record.get_absolute_url()

    def make_form(self, record: Any, data: Any = None, files: Any = None) -> Any:
        """The form, bound when there is data; a ModelForm gets the record as its instance."""
        kwargs = self.form_kwargs(record)
        if record is not None and issubclass(self.form_class, ModelForm):
            kwargs.setdefault("instance", record)
        return (
            self.form_class(data, files, **kwargs)
            if data is not None
            else self.form_class(**kwargs)
        )

    def show(self, form: Any, record: Any, *, status: int = 200) -> HttpResponse:
        context = {"form": form, "record": record, "submit_label": self.submit_label or _("Save")}
        return self.page(self.template_name, {**context, **self.context(record)}, status=status)

    def context(self, record: Any) -> dict[str, Any]:
        """More variables for the template."""
        return {}

    def refused_field(self, form: Any, refusal: Refused) -> str | None:
        """The field of this form that the refusal is about; None: the form as a whole."""
        named = refusal.field or ""
        names = (named, self.refusal_fields.get(named, ""))
        return next((name for name in names if name in form.fields), None)

    def save(self, form: Any, record: Any) -> HttpResponse | None:
        """Run the action; None when the rules refused and the form now says why."""
        try:
            with transaction.atomic():
                saved = self.perform(form, record)
        except Refused as refusal:
            form.add_error(self.refused_field(form, refusal), refusal.message)
            return None
        if self.success_message:
            messages.success(self.request, self.success_message)
        return HttpResponseRedirect(self.success_url(saved))


class RecordCreate(FormView):
    """A new record."""

    abstract = True

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.show(self.make_form(None), None)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = self.make_form(None, request.POST, request.FILES)
        answer = self.save(form, None) if form.is_valid() else None
        return answer or self.show(form, None, status=422)


class RecordEdit(FormView):
    """Changes a record under the optimistic lock; a stale save shows both versions and loses
    nothing.

    ``perform`` hands ``self.expected_version`` on to the action, which gives it to
    crm.core.acts.change.
    """

    abstract = True
    conflict_template: ClassVar[str] = "core/record_conflict.html"

    @property
    def expected_version(self) -> int:
        """The version that the person saw."""
        return read_whole(self.request.POST.get("version", "")) or 0

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        record = self.get_record()
        return self.show(self.make_form(record), record)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        record = self.get_record()
        data = merged_data(request.POST)
        if record.version != self.expected_version:
            return self.show_conflict(record, data)
        form = self.make_form(record, data, request.FILES)
        if not form.is_valid():
            return self.show(form, record, status=422)
        try:
            answer = self.save(form, record)
        except Stale:
            return self.show_conflict(self.get_record(), data)
        return answer or self.show(form, record, status=422)

    def show_conflict(self, record: Any, data: Any) -> HttpResponse:
        """Both versions field by field, with everything that was typed."""
        conflict = Conflict(record, self.make_form(record, data), self.expected_version)
        return self.page(
            self.conflict_template,
            {
                "record": record,
                "conflict": conflict,
                "title": _("Somebody saved this record first"),
            },
            status=409,
        )


class RecordAction(FormView):
    """A form on a record that runs one action, such as assigning or moving a stage."""

    abstract = True

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        record = self.get_record()
        return self.show(self.make_form(record), record)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        record = self.get_record()
        form = self.make_form(record, request.POST, request.FILES)
        try:
            answer = self.save(form, record) if form.is_valid() else None
        except Stale:
            form.add_error(
                None, _("Somebody saved this record while you were typing. Check it and try again.")
            )
            answer = None
        return answer or self.show(form, record, status=422)


class RecordHistory(RecordMixin, StaffView):
    """Who changed which field when and why, and what happened to the record."""

    abstract = True
    template_name: ClassVar[str] = "core/record_history.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        record = self.get_record()
        events = Event.objects.filter(model=record._meta.label, object_id=record.pk)
        rows = history_rows(record, list(events.select_related("actor")[:200]))
        days = groupby(rows, key=lambda row: timezone.localtime(row.at).date())
        return self.page(
            self.template_name,
            {"record": record, "days": [(day, list(items)) for day, items in days]},
        )
