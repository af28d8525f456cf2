"""Addresses of monthly returns and of closed months."""

from django.urls import path

from crm.occupancy.views import (
    closings,
    return_acts,
    return_months,
    return_shapes,
    return_sheets,
    returns,
    reviews,
)

RETURN = "returns/<str:month>/<str:slug>/"

urlpatterns = [
    path("returns/", return_months.ReturnMonth.as_view(), name="returns"),
    path("returns/board/", return_months.ReturnBoard.as_view(), name="return_board"),
    path(
        "returns/accept-unchanged/",
        return_months.AcceptUnchanged.as_view(),
        name="return_accept_unchanged",
    ),
    path("returns/calls/", return_months.CallList.as_view(), name="return_calls"),
    path("returns/review/<str:slug>/", reviews.ReviewReturn.as_view(), name="return_review"),
    path("returns/history/<str:slug>/", returns.ReturnHistory.as_view(), name="return_history"),
    path(RETURN, returns.ReturnPage.as_view(), name="return"),
    path(f"{RETURN}begin/", return_acts.BeginReturn.as_view(), name="return_begin"),
    path(f"{RETURN}sheet/", return_sheets.ReturnSheet.as_view(), name="return_sheet"),
    path(f"{RETURN}upload/", return_sheets.UploadSheet.as_view(), name="return_upload"),
    path(f"{RETURN}upload/<int:pk>/", return_sheets.PreviewSheet.as_view(), name="return_preview"),
    path(f"{RETURN}units/<int:unit>/", returns.ReportUnit.as_view(), name="return_unit"),
    path(
        f"{RETURN}units/<int:unit>/split/", return_shapes.ReportSplit.as_view(), name="return_split"
    ),
    path(
        f"{RETURN}units/<int:unit>/merge/",
        return_shapes.ReportMerger.as_view(),
        name="return_merge",
    ),
    path(f"{RETURN}withdraw/", return_acts.WithdrawReport.as_view(), name="return_withdraw"),
    path(f"{RETURN}send/", returns.SendReturn.as_view(), name="return_send"),
    path(f"{RETURN}recall/", return_acts.RecallReturn.as_view(), name="return_recall"),
    path(f"{RETURN}unchanged/", returns.SendUnchanged.as_view(), name="return_unchanged"),
    path(f"{RETURN}scan/", returns.AttachScan.as_view(), name="return_scan"),
    path("closings/", closings.ClosingList.as_view(), name="closings"),
    path("closings/<str:month>/", closings.ClosingPage.as_view(), name="closing"),
    path("closings/<str:month>/close/", closings.CloseMonth.as_view(), name="close_month"),
    path("closings/<str:month>/correct/", closings.CorrectMonth.as_view(), name="correct_month"),
    path(
        "closings/<str:month>/<int:edition>/dues/",
        closings.ClosingDues.as_view(),
        name="closing_dues",
    ),
    path(
        "closings/<str:month>/<int:edition>/rows/",
        closings.ClosingRows.as_view(),
        name="closing_rows",
    ),
]
