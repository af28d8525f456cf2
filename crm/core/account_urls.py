"""Login, logout, password and second factor: allauth's own views. Sign-up is closed by the
adapter.
"""

from django.urls import include, path

urlpatterns = [
    path("", include("allauth.account.urls")),
    path("2fa/", include("allauth.mfa.urls")),
]
