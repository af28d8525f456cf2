"""The staff side under /desk/: each app's own addresses, in namespace desk."""

from django.urls import include, path

from crm.desk.views.home import Home, NoGrant

app_name = "desk"

urlpatterns = [
    path("", Home.as_view(), name="home"),
    path("no-grant/", NoGrant.as_view(), name="no_grant"),
]
