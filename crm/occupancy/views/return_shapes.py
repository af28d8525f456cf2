"""分割 and 合并 as an operator reports them: which units, which parts, who sits where."""

from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from crm.core.attachments import attach
from crm.core.whole_numbers import read_whole
from crm.occupancy import actions
from crm.occupancy.forms.return_shapes import (
    FEWEST,
    MOST,
    MergedForm,
    MergeForm,
    PartForm,
    SplitForm,
    initial_of_parts,
    initial_parts,
    reshaping_of,
    unit_choice,
)
from crm.occupancy.models import Unit
from crm.occupancy.returns import papers
from crm.occupancy.returns.checks import problems_of
from crm.occupancy.returns.reported import Reshaping
from crm.occupancy.views.returns import Unfit, UnitReport, in_month


class ReportShape(UnitReport):
    """Shared by both shapes: the forms of the parts."""

    abstract = True
    template_name = "occupancy/return_shape.html"
    part_form: type[PartForm] = PartForm
    parts: list[Any]

    @property
    def stored_shape(self) -> Reshaping | None:
        """The same where it is a split or merger."""
        return self.stored if isinstance(self.stored, Reshaping) else None

    def first_values(self) -> dict[str, Any]:
        """Of the form of the whole."""
        shape = self.stored_shape
        return {} if shape is None else {"on": shape.on, "note": shape.note}

    def make_parts(self, data: Any, *, count: int) -> list[Any]:
        """Forms of the parts, bound when there is data."""
        shape = self.stored_shape
        values = initial_of_parts(shape) if shape else self.new_parts(count)
        values += [{"state": "V"}] * (count - len(values))
        return [
            self.part_form(data, prefix=f"part-{at}", initial=values[at]) for at in range(count)
        ]

    def new_parts(self, count: int) -> list[dict[str, Any]]:
        """What a new report is filled with."""
        stand = self.book.stands[self.unit.pk]
        return initial_parts(stand, count, is_split=self.part_form is PartForm)

    def count_of(self, data: Any) -> int:
        """How many parts the form shows."""
        shape = self.stored_shape
        shown = len(shape.parts) if shape else FEWEST
        asked = read_whole(data.get("count", "")) if data else None
        return shown if asked is None else min(MOST, max(FEWEST, asked))

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.parts = self.make_parts(None, count=self.count_of(None))
        return self.show(self.make_form())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        count = self.count_of(request.POST)
        if request.POST.get("act") in ("more", "fewer"):
            return self.show_as_typed(request.POST, count)
        self.parts = self.make_parts(request.POST, count=count)
        return super().post(request, *args, **kwargs)

    def show_as_typed(self, data: QueryDict, count: int) -> HttpResponse:
        """One part more or fewer, with everything that was typed and no complaints yet."""
        fresh = min(MOST, count + 1) if data.get("act") == "more" else max(FEWEST, count - 1)
        self.parts = self.make_parts(None, count=fresh)
        for part in self.parts:
            for name in part.fields:
                part.initial[name] = data.get(f"{part.prefix}-{name}", part.initial.get(name))
        form = self.make_form()
        form.initial = {**form.initial, **{name: data.get(name) for name in ("on", "note")}}
        return self.show(form)

    def context(self) -> dict[str, Any]:
        return {
            "unit": self.unit,
            "stand": self.book.stands[self.unit.pk],
            "parts": self.parts,
            "count": len(self.parts),
            "may_add": self.part_form is PartForm and len(self.parts) < MOST,
            "may_drop": self.part_form is PartForm and len(self.parts) > FEWEST,
        }

    def units_of(self, form: Any) -> list[Unit]:
        """The units that end, this one first."""
        return [self.unit]

    def perform(self, form: Any) -> None:
        if not all([part.is_valid() for part in self.parts]):  # noqa: C419 - each shows its errors
            self.sum_up(form)
            raise Unfit
        upload = form.cleaned_data["evidence"]
        units = self.units_of(form)
        stands = [self.book.stands[unit.pk] for unit in units]
        said = reshaping_of(form, self.parts, units, stands)
        row = actions.begin_return(self.building, self.month, by=self.user)
        others = [one for one in self.said if one is not self.stored and one.key != said.key]
        self.object_to(form, problems_of([*others, said], self.book, self.month).get(said.key, []))
        if self.stored is not None and self.stored.key != said.key:
            actions.withdraw_changes(row, [self.stored.key], by=self.user)
        actions.report_changes(row, [said], by=self.user)
        if upload:
            line = row.lines.filter(unit=self.unit, changed_on=said.on).order_by("pk")[0]
            attach(line, upload, by=self.user, kind=papers.EVIDENCE)
        self.kept(said.numbers)

    def object_to(self, form: Any, found: list[Any]) -> None:
        """Put each problem at its field; those of parts are summed up on top too."""
        if not found:
            return
        for problem in found:
            at = form if problem.part is None else self.parts[problem.part]
            name = "tenants" if problem.field == "area_share" else problem.field
            name = "others" if name == "units" else name
            at.add_error(name if name in at.fields else None, problem.message)
        self.sum_up(form)
        raise Unfit

    def sum_up(self, form: Any) -> None:
        """Name the parts that have something to correct above the form."""
        for at, part in enumerate(self.parts, 1):
            for texts in part.errors.values():
                label = gettext("New unit %(number)d: %(text)s") % {"number": at, "text": texts[0]}
                form.add_error(None, label)


class ReportSplit(ReportShape):
    """分割: one unit becomes several, whose areas add up to its own."""

    title = _("Report a split")

    def make_form(self, data: Any = None, files: Any = None) -> SplitForm:
        return in_month(SplitForm(data, files, initial=self.first_values()), self.month)


class ReportMerger(ReportShape):
    """合并: units of one floor become one."""

    title = _("Report a merger")
    part_form = MergedForm

    def count_of(self, data: Any) -> int:
        return 1

    def neighbours(self) -> list[Unit]:
        """The other units of the floor."""
        floor = self.unit.floor_id
        return [one for one in self.book.units if one.floor_id == floor and one != self.unit]

    def make_form(self, data: Any = None, files: Any = None) -> MergeForm:
        choices = [unit_choice(self.book.stands[one.pk]) for one in self.neighbours()]
        initial = self.first_values()
        if self.stored_shape is not None:
            initial["others"] = [str(unit.pk) for unit in self.stored_shape.units[1:]]
        form = MergeForm(data, files, initial=initial, choices=choices)
        return in_month(form, self.month)

    def units_of(self, form: Any) -> list[Unit]:
        chosen = form.cleaned_data["others"]
        return [self.unit, *(one for one in self.neighbours() if str(one.pk) in chosen)]
