"""Liveness and readiness."""

from django.urls import path

from crm.core.views.health import healthz, readyz

urlpatterns = [path("healthz", healthz, name="healthz"), path("readyz", readyz, name="readyz")]
