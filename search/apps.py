from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from search.settings import current_engine


class SearchConfig(AppConfig):
    name = "search"
    label = "search"
    verbose_name = _("Search")

    def ready(self) -> None:
        """An installation that names an engine it cannot reach by its settings does not start."""
        current_engine()
