"""Public addresses that are no Wagtail pages."""

urlpatterns: list = []
