"""Addresses of leads under /desk/leads/."""

from django.urls import path

from crm.leads.views import acts, forms, inbox, lists, pages

app_name = "leads"

urlpatterns = [
    path("", lists.LeadList.as_view(), name="list"),
    path("new/", forms.LeadCreate.as_view(), name="create"),
    path("suggestions/", forms.LeadSuggestions.as_view(), name="suggestions"),
    path("inbox/", inbox.Inbox.as_view(), name="inbox"),
    path("inbox/<str:number>/", inbox.InboxRow.as_view(), name="inbox_row"),
    path("<str:slug>/", pages.LeadPage.as_view(), name="page"),
    path("<str:slug>/edit/", forms.LeadEdit.as_view(), name="edit"),
    path("<str:slug>/history/", pages.LeadHistory.as_view(), name="history"),
    path("<str:slug>/phone/", pages.RevealLeadPhone.as_view(), name="phone"),
    path("<str:slug>/assign/", acts.Assign.as_view(), name="assign"),
    path("<str:slug>/transfer/", acts.Transfer.as_view(), name="transfer"),
    path("<str:slug>/follow-up/", acts.LogFollowUp.as_view(), name="follow_up"),
    path("<str:slug>/assess/", acts.Assess.as_view(), name="assess"),
    path("<str:slug>/invalid/", acts.MarkInvalid.as_view(), name="invalid"),
    path("<str:slug>/hand-over/", acts.HandOver.as_view(), name="hand_over"),
    path("<str:slug>/reopen/", acts.Reopen.as_view(), name="reopen"),
]
