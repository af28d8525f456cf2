"""The staff side under /desk/: each app's own addresses at /desk/<label>/, in namespace desk."""

from importlib.util import find_spec

from django.apps import apps
from django.urls import URLResolver, include, path

from crm.desk.views.home import BureauHome, Home, MyDay, NoGrant
from crm.desk.views.search import Search, SearchSuggestions
from crm.desk.views.shell import More, Shortcuts
from crm.desk.views.todos import ToDos

app_name = "desk"


def domain_addresses() -> list[URLResolver]:
    """Every crm app with a urls module, under its label."""
    return [
        path(f"{config.label}/", include(f"{config.name}.urls"))
        for config in apps.get_app_configs()
        if config.name.startswith("crm.")
        and config.label != app_name
        and find_spec(f"{config.name}.urls") is not None
    ]


urlpatterns = [
    path("", Home.as_view(), name="home"),
    path("my-day/", MyDay.as_view(), name="my_day"),
    path("overview/", BureauHome.as_view(), name="overview"),
    path("todos/", ToDos.as_view(), name="todos"),
    path("search/", Search.as_view(), name="search"),
    path("search/suggestions/", SearchSuggestions.as_view(), name="search_suggestions"),
    path("more/", More.as_view(), name="more"),
    path("shortcuts/", Shortcuts.as_view(), name="shortcuts"),
    path("no-grant/", NoGrant.as_view(), name="no_grant"),
    *domain_addresses(),
]
