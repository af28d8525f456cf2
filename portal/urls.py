"""Addresses of the portal that are no pages: search, enquiry forms, the display switches."""

from django.urls import path

from portal.views.display import switch_display
from portal.views.inbox import enquiry, question, received
from portal.views.search import search

app_name = "portal"
urlpatterns = [
    path("search/", search, name="search"),
    path("enquiry/", enquiry, name="enquiry"),
    path("question/", question, name="question"),
    path("received/<str:number>/", received, name="received"),
    path("display/", switch_display, name="display"),
]
