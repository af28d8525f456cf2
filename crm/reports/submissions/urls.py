"""Addresses of forms of other offices under /desk/reports/forms/."""

from django.urls import path

from crm.reports.views.submissions import filings, mapping, pages
from crm.reports.views.submissions.lists import FormList

app_name = "forms"

FORM = "<str:slug>/"
FILING = "<str:slug>/fillings/<int:filing>/"

urlpatterns = [
    path("", FormList.as_view(), name="list"),
    path("new/", pages.Register.as_view(), name="create"),
    path(FORM, pages.FormPage.as_view(), name="page"),
    path(f"{FORM}edit/", pages.EditDetails.as_view(), name="edit"),
    path(f"{FORM}edition/", pages.NewEdition.as_view(), name="edition"),
    path(f"{FORM}map/", mapping.MapCells.as_view(), name="map"),
    path(f"{FORM}fill/", pages.Fill.as_view(), name="fill"),
    path(f"{FORM}retire/", pages.Retire.as_view(), name="retire"),
    path(f"{FORM}blank/", pages.Blank.as_view(), name="blank"),
    path(f"{FORM}history/", pages.FormHistory.as_view(), name="history"),
    path(FILING, filings.FilingPage.as_view(), name="filing"),
    path(f"{FILING}file/", filings.FilingFile.as_view(), name="filing_file"),
    path(f"{FILING}sent/", filings.MarkSent.as_view(), name="filing_sent"),
]
