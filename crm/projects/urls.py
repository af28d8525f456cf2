"""Addresses of projects under /desk/projects/."""

from django.urls import path

from crm.projects.views import (
    acts,
    board,
    forms,
    functions,
    lists,
    pages,
    reservations,
    siting,
)

app_name = "projects"

urlpatterns = [
    path("", lists.ProjectList.as_view(), name="list"),
    path("board/", board.Board.as_view(), name="board"),
    path("board/<str:stage>/", board.BoardColumn.as_view(), name="board_column"),
    path("new/", forms.ProjectCreate.as_view(), name="create"),
    path("from-lead/<str:slug>/", acts.Convert.as_view(), name="convert"),
    path("functions/", functions.Functions.as_view(), name="functions"),
    path("functions/new/", functions.FunctionPlanCreate.as_view(), name="function_create"),
    path("functions/<int:slug>/edit/", functions.FunctionPlanEdit.as_view(), name="function_edit"),
    path(
        "functions/<int:slug>/history/",
        functions.FunctionPlanHistory.as_view(),
        name="function_history",
    ),
    path("reserve/<str:slug>/units/", reservations.ReserveUnits.as_view(), name="reserve"),
    path("<str:slug>/", pages.ProjectPage.as_view(), name="page"),
    path("<str:slug>/edit/", forms.ProjectEdit.as_view(), name="edit"),
    path("<str:slug>/history/", pages.ProjectHistory.as_view(), name="history"),
    path("<str:slug>/sites/", siting.SitePage.as_view(), name="sites"),
    path("<str:slug>/menu/", board.MoveMenu.as_view(), name="move_menu"),
    path("<str:slug>/move/", acts.Move.as_view(), name="move"),
    path("<str:slug>/aside/", acts.SetAside.as_view(), name="set_aside"),
    path("<str:slug>/resume/", acts.Resume.as_view(), name="resume"),
    path("<str:slug>/hand-on/", acts.HandTo.as_view(), name="hand_to"),
    path("<str:slug>/follow-up/", acts.LogFollowUp.as_view(), name="follow_up"),
    path("<str:slug>/money/", acts.RecordMoney.as_view(), name="money"),
    path("<str:slug>/evidence/", acts.AddEvidence.as_view(), name="evidence"),
    path("<str:slug>/library/request/", acts.RequestEntry.as_view(), name="request_entry"),
    path("<str:slug>/library/review/", acts.ReviewEntry.as_view(), name="review_entry"),
    path("<str:slug>/library/leave/", acts.LeaveLibrary.as_view(), name="leave_library"),
]
