"""The list screen that the apps declare: filters, sort, columns and position all live in the
URL.
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any, ClassVar

from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django_filters import FilterSet
from django_tables2 import Table

from crm.core.keyset import page_of
from crm.core.views.base import StaffView

POSITION = ("after", "before")


@dataclass(frozen=True)
class PresetView:
    """A named view over the list: ``query`` is its query string, such as
    ``owner=me&state=open``.
    """

    key: str
    label: Any
    query: str


@dataclass(frozen=True)
class Button:
    """A button in the head; shown when the person holds ``action``. One of a screen is primary."""

    label: Any
    url_name: str
    icon: str
    action: str
    primary: bool = False
    keep_query: bool = False


class RecordList(StaffView):
    """Rows that the person may see, filtered, sorted and paged by keyset.

    ``table_class`` names every column; ``default_columns`` are shown at first, ``fixed_columns``
    always.
    ``sort_fields`` maps a column to the field that sorts it. htmx gets only the body, from the
    same template part.
    """

    abstract = True
    model: ClassVar[type[Model]]
    table_class: ClassVar[type[Table]]
    filterset_class: ClassVar[type[FilterSet] | None] = None
    template_name: ClassVar[str] = "core/record_list.html"
    page_size: ClassVar[int] = 50
    default_sort: ClassVar[str] = "-pk"
    sort_fields: ClassVar[dict[str, str]] = {}
    default_columns: ClassVar[tuple[str, ...]] = ()
    fixed_columns: ClassVar[tuple[str, ...]] = ()
    presets: ClassVar[tuple[PresetView, ...]] = ()
    buttons: ClassVar[tuple[Button, ...]] = ()
    export_kind: ClassVar[str] = ""
    empty_text: ClassVar[Any] = _("No rows match. Remove a condition, or record the first one.")

    def rows(self) -> QuerySet:
        """What the person may see; override to select related rows and add annotations."""
        return self.model._default_manager.visible_to(self.user)  # type: ignore[attr-defined]

    def row_context(self, rows: list[Any]) -> None:
        """Hook: put onto the rows of this page what the columns need, in a few queries."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        filterset = self.filterset(self.rows())
        filtered = filterset.qs if filterset is not None else self.rows()
        sort = self.sort()
        page = page_of(
            filtered,
            self._sort_field(sort),
            size=self.page_size,
            after=request.GET.get("after", ""),
            before=request.GET.get("before", ""),
        )
        self.row_context(page.rows)
        context = {
            "filterset": filterset,
            "chips": list(self.chips(filterset)),
            "total": filtered.count(),
            "total_area": self.total_area(filtered),
            "page": page,
            "sort": sort,
            "after_url": self.url_with(after=page.after) if page.after else "",
            "before_url": self.url_with(before=page.before) if page.before else "",
            "preset_views": list(self.preset_views()),
            "head_buttons": list(self.head_buttons()),
            "export_url": self.export_url(),
            **self.table_context(page.rows, sort),
            **self.extra_context(filtered),
        }
        partial = request.htmx and not request.htmx.boosted  # type: ignore[attr-defined]
        return self.page("core/_record_list_body.html" if partial else self.template_name, context)

    def extra_context(self, filtered: QuerySet) -> dict[str, Any]:
        """Hook: more variables for a screen's own template."""
        return {}

    def total_area(self, filtered: QuerySet) -> Decimal | None:
        """Hook: ㎡ of all rows that match, where rows have an area and a figure may open them."""
        return None

    def filterset(self, rows: QuerySet) -> FilterSet | None:
        """The filters of the URL, bound to the rows."""
        if self.filterset_class is None:
            return None
        return self.filterset_class(self.request.GET, queryset=rows, request=self.request)

    def sort(self) -> str:
        """The asked sort when it is one we offer, else the default."""
        asked = self.request.GET.get("sort", "")
        return asked if asked.removeprefix("-") in self.sort_fields else self.default_sort

    def _sort_field(self, sort: str) -> str:
        name = sort.removeprefix("-")
        return ("-" if sort.startswith("-") else "") + self.sort_fields.get(name, name)

    def table_context(self, rows: list[Any], sort: str) -> dict[str, Any]:
        """The table with the chosen columns, and what the column chooser needs."""
        every = list(self.table_class.base_columns)
        default = self.default_columns or tuple(every)
        asked = [name for name in self.request.GET.getlist("col") if name in every]
        chosen = asked or list(default)
        shown = [*(name for name in self.fixed_columns if name not in chosen), *chosen]
        table = self.table_class(
            rows,
            exclude=[name for name in every if name not in shown],
            sequence=[name for name in every if name in shown],
            orderable=False,
            request=self.request,
        )
        heads = [self._head(column, sort) for column in table.columns]
        chooser = [
            {
                "name": name,
                "label": self.table_class.base_columns[name].verbose_name or name,
                "shown": name in shown,
                "fixed": name in self.fixed_columns,
            }
            for name in every
        ]
        hidden = [
            (key, value)
            for key, values in self.request.GET.lists()
            if key not in ("col", *POSITION)
            for value in values
        ]
        return {
            "table": table,
            "heads": heads,
            "column_chooser": chooser,
            "query_fields": hidden,
            "asked_columns": asked,
        }

    def _head(self, column: Any, sort: str) -> dict[str, Any]:
        name = column.name
        sorted_here = sort.removeprefix("-") == name
        opposite = name if sort == f"-{name}" or not sorted_here else f"-{name}"
        return {
            "column": column,
            "url": self.url_with(sort=opposite) if name in self.sort_fields else "",
            "aria": ("descending" if sort.startswith("-") else "ascending") if sorted_here else "",
        }

    def chips(self, filterset: FilterSet | None) -> Any:
        """The conditions in force, each with the address that removes it."""
        if filterset is None or not filterset.form.is_valid():
            return
        for name, field in filterset.form.fields.items():
            keys = [key for key in self.request.GET if key == name or key.startswith(f"{name}_")]
            values = [value for key in keys for value in self.request.GET.getlist(key) if value]
            if values:
                yield {
                    "name": name,
                    "label": field.label or name,
                    "text": _shown(field, values),
                    "remove_url": self.url_with(**dict.fromkeys(keys)),
                }

    def url_with(self, **changes: str | None) -> str:
        """This address with some parameters changed; None removes one. The position is dropped."""
        query: QueryDict = self.request.GET.copy()
        for key in POSITION:
            query.pop(key, None)
        for key, value in changes.items():
            query.pop(key, None)
            if value is not None:
                query[key] = value
        text = query.urlencode()
        return f"{self.request.path}?{text}" if text else self.request.path

    def preset_views(self) -> Any:
        """The named views, with the one in force marked."""
        for preset in self.presets:
            wanted = QueryDict(preset.query)
            current = {key: self.request.GET.getlist(key) for key in wanted}
            given = [key for key in self.request.GET if key not in (*POSITION, "col", "sort")]
            yield {
                "preset": preset,
                "url": f"{self.request.path}?{preset.query}" if preset.query else self.request.path,
                "current": set(given) == set(wanted)
                and all(current[key] == wanted.getlist(key) for key in wanted),
            }

    def head_buttons(self) -> Any:
        """The buttons that this person may use."""
        for button in self.buttons:
            if self.user.can(button.action):
                yield {"button": button, "url": reverse(button.url_name)}

    def export_url(self) -> str:
        """Where the filtered rows can be downloaded, when the list has an export kind."""
        if not self.export_kind or not self.user.can("exchange.export"):
            return ""
        query = self.request.GET.copy()
        for key in (*POSITION, "col"):
            query.pop(key, None)
        address = reverse("desk:exchange:export", kwargs={"kind": self.export_kind})
        return f"{address}?{query.urlencode()}" if query else address


def _shown(field: Any, values: list[str]) -> str:
    choices = {str(key): label for key, label in getattr(field, "choices", ()) or ()}
    return "、".join(str(choices.get(value, value)) for value in values)
