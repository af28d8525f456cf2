"""Addresses of the whole site (design: Addresses). The public pages at "/" come last: Wagtail takes
the rest.
"""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path
from django.views.generic import RedirectView
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

urlpatterns = [
    path("desk/", include("crm.desk.urls")),
    path("accounts/", include("crm.core.account_urls")),
    path("files/", include("crm.core.file_urls")),
    # Wagtail's own login would be a door beside lockout and TOTP.
    path("cms/login/", RedirectView.as_view(pattern_name="account_login", query_string=True)),
    path("cms/logout/", RedirectView.as_view(pattern_name="account_logout")),
    path("cms/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("", include("crm.core.health_urls")),
]
urlpatterns += i18n_patterns(
    path("", include("portal.urls")),
    path("", include(wagtail_urls)),
    prefix_default_language=False,
)

handler400 = "crm.desk.views.errors.bad_request"
handler403 = "crm.desk.views.errors.denied"
handler404 = "crm.desk.views.errors.not_found"
handler500 = "crm.desk.views.errors.server_error"
