"""Addresses of indicators under /desk/indicators/."""

from django.urls import path

from crm.indicators.views import acts, pages

app_name = "indicators"

urlpatterns = [
    path("", pages.IndicatorList.as_view(), name="list"),
    path("new/", acts.IndicatorCreate.as_view(), name="create"),
    path("<str:slug>/", pages.IndicatorPage.as_view(), name="page"),
    path("<str:slug>/edit/", acts.IndicatorEdit.as_view(), name="edit"),
    path("<str:slug>/history/", pages.IndicatorHistory.as_view(), name="history"),
    path("<str:slug>/observe/", acts.Observe.as_view(), name="observe"),
    path("<str:slug>/target/", acts.SetTarget.as_view(), name="target"),
]
