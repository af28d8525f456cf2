"""Liveness and readiness, without a word about the inside."""

from django.db import connection
from django.http import HttpRequest, JsonResponse

from crm.core.access import public
from crm.core.clock import now
from crm.core.heartbeat import worker_state


@public
def healthz(request: HttpRequest) -> JsonResponse:
    """The process answers."""
    return JsonResponse({"status": "ok"})


@public
def readyz(request: HttpRequest) -> JsonResponse:
    """The database answers too; ``worker`` says whether the background work goes on."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"status": "ok", "worker": worker_state(now())})
