"""Cells of staff tables that are drawn by a small template."""

from typing import Any

import django_tables2 as tables
from django.template.loader import get_template
from django.utils.safestring import SafeString


class Cell(tables.TemplateColumn):
    """Renders ``template_name`` with the record and, as ``viewer``, whoever looks at it.

    django_tables2's own column hands the request in: every context processor runs for each cell.
    """

    def render(self, record: Any, table: tables.Table) -> SafeString:
        request = getattr(table, "request", None)
        viewer = getattr(request, "user", None)
        return get_template(self.template_name).render({"record": record, "viewer": viewer})


def cell(folder: str, name: str, kind: str = "", **options: Any) -> Cell:
    """A column drawn by ``folder/_cell_name.html``; ``kind`` is its place on a phone's card."""
    return Cell(
        template_name=f"{folder}/_cell_{name}.html",
        attrs={"td": {"class": kind}, "th": {"class": "num" if "num" in kind.split() else ""}},
        **options,
    )
