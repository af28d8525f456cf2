"""Administration under /desk/core/."""

from django.urls import path

from crm.core.views import people, settings

app_name = "core"

urlpatterns = [
    path("accounts/", people.AccountList.as_view(), name="accounts"),
    path("accounts/new/", people.AccountCreate.as_view(), name="account_create"),
    path("accounts/<str:slug>/", people.AccountPage.as_view(), name="account"),
    path("accounts/<str:slug>/edit/", people.AccountEdit.as_view(), name="account_edit"),
    path("accounts/<str:slug>/grant/", people.AccountGrant.as_view(), name="account_grant"),
    path("accounts/<str:slug>/end/", people.AccountEndGrant.as_view(), name="account_end_grant"),
    path("accounts/<str:slug>/close/", people.AccountClose.as_view(), name="account_close"),
    path("teams/", people.TeamList.as_view(), name="teams"),
    path("teams/new/", people.TeamCreate.as_view(), name="team_create"),
    path("teams/<str:slug>/", people.TeamPage.as_view(), name="team"),
    path("roles/", people.RoleList.as_view(), name="roles"),
    path("settings/", settings.SettingList.as_view(), name="settings"),
    path("settings/new/", settings.SettingCreate.as_view(), name="setting_create"),
    path("calendar/", settings.CalendarList.as_view(), name="calendar"),
    path("calendar/new/", settings.CalendarCreate.as_view(), name="calendar_create"),
    path("events/", settings.EventList.as_view(), name="events"),
]
