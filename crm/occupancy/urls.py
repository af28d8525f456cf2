"""Addresses of space under /desk/occupancy/."""

from django.urls import path

from crm.occupancy import analysis_urls, return_urls
from crm.occupancy.views import (
    building_page,
    buildings,
    leases,
    leasing,
    lists,
    plans,
    seats,
    units,
    zones,
)

app_name = "occupancy"

urlpatterns = [
    path("", lists.BuildingList.as_view(), name="buildings"),
    path("zones/", lists.ZoneList.as_view(), name="zones"),
    path("zones/new/", zones.ZoneCreate.as_view(), name="zone_create"),
    path("zones/<str:slug>/edit/", zones.ZoneEdit.as_view(), name="zone_edit"),
    path("units/", lists.UnitList.as_view(), name="units"),
    path("leases/", lists.LeaseList.as_view(), name="leases"),
    path("leasing/", leasing.LeaseAnalysis.as_view(), name="leasing"),
    path("release-plans/", plans.ReleasePlans.as_view(), name="release_plans"),
    path("release-plans/new/", plans.PlanCreate.as_view(), name="release_plan_create"),
    path("release-plans/<str:slug>/", plans.PlanPage.as_view(), name="release_plan"),
    path(
        "release-plans/<str:slug>/revise/",
        plans.PlanRevise.as_view(),
        name="release_plan_revise",
    ),
    path(
        "release-plans/<str:slug>/history/",
        plans.PlanHistory.as_view(),
        name="release_plan_history",
    ),
    *analysis_urls.urlpatterns,
    *return_urls.urlpatterns,
    path("buildings/new/", buildings.BuildingCreate.as_view(), name="building_create"),
    path("buildings/<str:slug>/", building_page.BuildingPage.as_view(), name="building"),
    path("buildings/<str:slug>/edit/", buildings.BuildingEdit.as_view(), name="building_edit"),
    path(
        "buildings/<str:slug>/history/",
        buildings.BuildingHistory.as_view(),
        name="building_history",
    ),
    path("buildings/<str:slug>/lease/", buildings.SignLease.as_view(), name="sign_lease"),
    path("buildings/<str:slug>/units/new/", buildings.AddUnit.as_view(), name="unit_create"),
    path("units/<int:slug>/move-in/", units.MoveIn.as_view(), name="move_in"),
    path("units/<int:slug>/move-out/", units.MoveOut.as_view(), name="move_out"),
    path("units/<int:slug>/occupants/", seats.SeatOccupants.as_view(), name="seats"),
    path("units/<int:slug>/settle/", units.Settle.as_view(), name="settle"),
    path("units/<int:slug>/hold/", units.PutOnHold.as_view(), name="put_on_hold"),
    path("units/<int:slug>/release/", units.Release.as_view(), name="release"),
    path("units/<int:slug>/split/", units.SplitUnit.as_view(), name="split"),
    path("units/<int:slug>/merge/", units.MergeUnits.as_view(), name="merge"),
    path("units/<int:slug>/measure/", units.MeasureUnit.as_view(), name="measure"),
    path("units/<int:slug>/history/", units.UnitHistory.as_view(), name="unit_history"),
    path("leases/<str:slug>/", leases.LeasePage.as_view(), name="lease"),
    path("leases/<str:slug>/edit/", leases.LeaseEdit.as_view(), name="lease_edit"),
    path("leases/<str:slug>/renew/", leases.RenewLease.as_view(), name="lease_renew"),
    path("leases/<str:slug>/end/", leases.EndLease.as_view(), name="lease_end"),
    path("leases/<str:slug>/expand/", leases.ExpandLease.as_view(), name="lease_expand"),
    path("leases/<str:slug>/give-back/", leases.GiveBackUnits.as_view(), name="lease_give_back"),
    path("leases/<str:slug>/sublet/", leases.SignSublet.as_view(), name="lease_sublet"),
    path("leases/<str:slug>/document/", leases.LeaseDocument.as_view(), name="lease_document"),
    path("leases/<str:slug>/history/", leases.LeaseHistory.as_view(), name="lease_history"),
]
