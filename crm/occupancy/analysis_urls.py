"""Addresses of what is reckoned from the ledger: comparison, moves, registration, data quality."""

from django.urls import path

from crm.occupancy.views import comparison, quality, registration, registration_books, trend

urlpatterns = [
    path("comparison/", comparison.Comparison.as_view(), name="comparison"),
    path("comparison.xlsx", comparison.ComparisonWorkbook.as_view(), name="comparison_workbook"),
    path("trend/", trend.Trend.as_view(), name="trend"),
    path("moves/", comparison.Moves.as_view(), name="moves"),
    path("moves.xlsx", comparison.MovesWorkbook.as_view(), name="moves_workbook"),
    path("moves/<str:slug>/", comparison.MoveSpells.as_view(), name="move_spells"),
    path("registration/", registration.RegistrationPage.as_view(), name="registration"),
    path("registration/list/", registration.RegistrationList.as_view(), name="registration_list"),
    path(
        "registration.xlsx",
        registration_books.RegistrationWorkbook.as_view(),
        name="registration_workbook",
    ),
    path(
        "registration/list.xlsx",
        registration_books.RegistrationListWorkbook.as_view(),
        name="registration_list_workbook",
    ),
    path("quality.xlsx", quality.QualityWorkbook.as_view(), name="quality_workbook"),
    path("quality/", quality.QualityBoard.as_view(), name="quality"),
    path("quality/verify/", quality.VerifyFinding.as_view(), name="quality_verify"),
    path("quality/<int:slug>/", quality.RevokeVerification.as_view(), name="quality_revoke"),
]
