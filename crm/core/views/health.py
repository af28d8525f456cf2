"""Liveness and readiness, without a word about the inside."""

from django.db import connection
from django.http import HttpRequest, JsonResponse

from crm.core.access import public
from crm.core.clock import now
from crm.core.heartbeat import worker_state
from search.answering import is_standing_by


@public
def healthz(request: HttpRequest) -> JsonResponse:
    """The process answers."""
    return JsonResponse({"status": "ok"})


@public
def readyz(request: HttpRequest) -> JsonResponse:
    """The database answers too; ``worker`` says whether the background work goes on, ``search``
    whether this machine's own index stands in for the cluster."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    search = "standby" if is_standing_by() else "ok"
    return JsonResponse({"status": "ok", "worker": worker_state(now()), "search": search})
