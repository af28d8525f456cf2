"""Addresses of reports under /desk/reports/."""

from django.urls import include, path

from crm.reports.views import (
    acts,
    annex,
    archives,
    archiving,
    comparing,
    confirmations,
    files,
    lists,
    pages,
    printing,
    words,
)

app_name = "reports"

urlpatterns = [
    path("", lists.SnapshotList.as_view(), name="list"),
    path("new/", acts.DrawUp.as_view(), name="create"),
    path("archives/", archives.ArchiveList.as_view(), name="archives"),
    path("archives/new/", archives.ArchiveCreate.as_view(), name="archive_create"),
    path("archives/jobs/<int:slug>/", archiving.ArchiveJobPage.as_view(), name="archive_job"),
    path(
        "archives/jobs/<int:slug>/progress/",
        archiving.ArchiveJobProgress.as_view(),
        name="archive_progress",
    ),
    path("archives/jobs/<int:slug>/stop/", archiving.StopArchive.as_view(), name="archive_stop"),
    path("archives/<str:slug>/", archives.ArchivePage.as_view(), name="archive"),
    path("archives/<str:slug>/zip/", archives.ArchiveDownload.as_view(), name="archive_zip"),
    path("forms/", include("crm.reports.submissions.urls")),
    path(
        "confirmations/<str:slug>/", confirmations.ConfirmationSheet.as_view(), name="confirmation"
    ),
    path("<str:slug>/", pages.SnapshotPage.as_view(), name="page"),
    path("<str:slug>/history/", pages.SnapshotHistory.as_view(), name="history"),
    path("<str:slug>/compare/", comparing.Compare.as_view(), name="compare"),
    path("<str:slug>/pdf/", files.IssuedSheet.as_view(), name="pdf"),
    path("<str:slug>/parts/<int:ordinal>/", files.IssuedPart.as_view(), name="part"),
    path("<str:slug>/xlsx/", files.Workbook.as_view(), name="xlsx"),
    path("<str:slug>/docx/", files.WordDocument.as_view(), name="docx"),
    path("<str:slug>/words/<str:key>/", words.EditWords.as_view(), name="words"),
    path("<str:slug>/scan/", archives.AttachScan.as_view(), name="scan"),
    path("<str:slug>/annex/", annex.AnnexPage.as_view(), name="annex"),
    path("<str:slug>/annex/draw-up/", annex.DrawUpAnnex.as_view(), name="annex_draw_up"),
    path("<str:slug>/annex/copy/", annex.AnnexCopy.as_view(), name="annex_copy"),
    path("<str:slug>/review/", acts.Review.as_view(), name="review"),
    path("<str:slug>/issue/", acts.Issue.as_view(), name="issue"),
    path("<str:slug>/drop/", acts.Drop.as_view(), name="drop"),
    path("<str:slug>/print/", printing.AskForPrint.as_view(), name="print"),
    path("<str:slug>/jobs/<int:job>/", printing.JobPage.as_view(), name="job"),
    path("<str:slug>/jobs/<int:job>/progress/", printing.JobProgress.as_view(), name="progress"),
    path("<str:slug>/jobs/<int:job>/stop/", printing.StopJob.as_view(), name="stop"),
    path("<str:slug>/jobs/<int:job>/pdf/", printing.JobFile.as_view(), name="job_pdf"),
]
