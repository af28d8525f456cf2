"""Addresses of imports and exports under /desk/exchange/."""

from django.urls import path

from crm.exchange.views import acts, files, jobs

app_name = "exchange"

urlpatterns = [
    path("", jobs.JobList.as_view(), name="list"),
    path("upload/", jobs.Upload.as_view(), name="upload"),
    path("templates/<str:kind>/", files.Template.as_view(), name="template"),
    path("export/<str:kind>/", files.Export.as_view(), name="export"),
    path("jobs/<str:slug>/", jobs.JobPage.as_view(), name="job"),
    path("jobs/<str:slug>/progress/", jobs.JobProgress.as_view(), name="progress"),
    path("jobs/<str:slug>/check/", acts.Check.as_view(), name="check"),
    path("jobs/<str:slug>/apply/", acts.Apply.as_view(), name="apply"),
    path("jobs/<str:slug>/stop/", acts.Stop.as_view(), name="stop"),
    path("jobs/<str:slug>/columns/", acts.ChooseColumns.as_view(), name="columns"),
    path("jobs/<str:slug>/cells/", acts.CorrectCells.as_view(), name="cells"),
    path("jobs/<str:slug>/duplicates/", acts.Decide.as_view(), name="duplicates"),
    path("jobs/<str:slug>/undo/", acts.Undo.as_view(), name="undo"),
    path("jobs/<str:slug>/errors/", files.Errors.as_view(), name="errors"),
]
