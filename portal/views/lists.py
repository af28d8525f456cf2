"""The fixed index pages: newest first, twenty a page."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest
from wagtail.models import Page

from crm.core import clock
from portal.choices import IndexKind
from portal.contexts import context_for
from portal.models import (
    ApplicationGuide,
    FaqPage,
    IndexPage,
    Interpretation,
    Notice,
    PolicyDocument,
    PolicyPackage,
)
from portal.openings import openings_on
from portal.views.home import package_cells
from portal.visible import restricted

ROWS = 20
MODELS = {
    IndexKind.PACKAGES: PolicyPackage,
    IndexKind.POLICIES: PolicyDocument,
    IndexKind.GUIDES: ApplicationGuide,
    IndexKind.INTERPRETATIONS: Interpretation,
    IndexKind.NOTICES: Notice,
    IndexKind.FAQ: FaqPage,
}


@context_for("portal.IndexPage")
def index_context(page: IndexPage, request: HttpRequest, **kwargs: Any) -> dict[str, Any]:
    model = MODELS.get(page.kind, Page)
    if model is PolicyPackage:
        hidden = restricted()
        return {"cells": package_cells(openings_on(clock.today(), hidden), hidden)}
    rows = model.objects.child_of(page).live().public()
    if model is not Page:
        rows = rows.order_by("-published_on", "-pk")
    if model is PolicyDocument:
        rows = rows.select_related("package")
    paginator = Paginator(rows, ROWS)
    return {"rows": paginator.get_page(request.GET.get("page", "1")[:9]), "kind": page.kind}
