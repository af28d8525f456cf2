"""Addresses of enterprises under /desk/enterprises/."""

from django.urls import path

from crm.enterprises.views import acts, figures, forms, lists, pages

app_name = "enterprises"

urlpatterns = [
    path("", lists.EnterpriseList.as_view(), name="list"),
    path("new/", forms.EnterpriseCreate.as_view(), name="create"),
    path("suggestions/", forms.EnterpriseSuggestions.as_view(), name="suggestions"),
    path("<str:slug>/", pages.EnterprisePage.as_view(), name="page"),
    path("<str:slug>/edit/", forms.EnterpriseEdit.as_view(), name="edit"),
    path("<str:slug>/history/", pages.EnterpriseHistory.as_view(), name="history"),
    path("<str:slug>/contacts/new/", acts.AddContact.as_view(), name="add_contact"),
    path(
        "<str:slug>/contacts/<int:contact>/phone/",
        pages.RevealContactPhone.as_view(),
        name="phone",
    ),
    path("<str:slug>/names/new/", acts.AddOtherName.as_view(), name="add_name"),
    path(
        "<str:slug>/qualifications/new/", acts.AddQualification.as_view(), name="add_qualification"
    ),
    path("<str:slug>/registrations/new/", acts.AddRegistration.as_view(), name="add_registration"),
    path("<str:slug>/figures/new/", figures.AddFigure.as_view(), name="add_figure"),
    path(
        "<str:number>/figures/<int:slug>/edit/",
        figures.FigureEdit.as_view(),
        name="edit_figure",
    ),
    path(
        "<str:number>/figures/<int:slug>/history/",
        figures.FigureHistory.as_view(),
        name="figure_history",
    ),
    path("<str:slug>/parent/", acts.SetParent.as_view(), name="parent"),
    path("<str:slug>/steward/", acts.AppointSteward.as_view(), name="steward"),
]
