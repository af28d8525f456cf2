"""One building's page in a district of 30,000 units against the bare SQL of its rows and template.

Ours is the whole request without the network: login, rights, figures, plan, table. The floor reads
the same rows with plain SQL and renders the same template from values that are at hand. Budget: at
most 12 queries whatever the size of the district, and 3.5 times the floor, most of which is
building the queries.
Run: python -m bench.building_page [--units 30000]
"""

import argparse
import datetime as dt
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bench._rows import put, row
from bench.occupancy import BUILDINGS, fill

ROOT = Path(__file__).resolve().parents[1]
BUDGET, MOST_QUERIES, ROUNDS = 3.5, 12, 25
DAY = dt.date(2020, 6, 30)
ROWS = (
    "SELECT u.id, u.number, u.area, f.label FROM occupancy_unit u JOIN occupancy_floor f"
    " ON f.id = u.floor_id WHERE u.building_id = %(building)s AND u.starts_on <= %(day)s"
    " AND (u.ends_before IS NULL OR u.ends_before > %(day)s)",
    "SELECT s.unit_id, s.state, l.number, l.last_day FROM occupancy_spell s JOIN occupancy_unit u"
    " ON u.id = s.unit_id LEFT JOIN occupancy_lease l ON l.id = s.lease_id WHERE u.building_id ="
    " %(building)s AND s.starts_on <= %(day)s"
    " AND (s.ends_before IS NULL OR s.ends_before > %(day)s)",
    "SELECT s.unit_id, e.name FROM occupancy_spelloccupant o JOIN occupancy_spell s ON s.id ="
    " o.spell_id JOIN occupancy_unit u ON u.id = s.unit_id JOIN enterprises_enterprise e ON e.id ="
    " o.enterprise_id WHERE u.building_id = %(building)s AND s.starts_on <= %(day)s"
    " AND (s.ends_before IS NULL OR s.ends_before > %(day)s)",
)


def timed(work: Callable[[], Any]) -> float:
    """The quickest of some rounds: what the work takes when nothing else runs."""
    seconds = []
    for _ in range(ROUNDS):
        begin = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - begin)
    return min(seconds)


def visitor(units: int) -> tuple[Any, str, int]:
    """A signed-in statistician, the page's address and the building's id, in a filled ledger."""
    from django.test import Client  # noqa: PLC0415 - after django.setup()

    from crm.core.models import Role, RoleGrant, Team, User  # noqa: PLC0415 - after django.setup()
    from crm.occupancy.models import Building  # noqa: PLC0415 - after django.setup()

    fill(units)
    team = Team.objects.create(code="bench", name="bench", kind=Team.Kind.DISTRICT)
    user = User.objects.create(username="bench", name="bench", home_team=team)
    role = Role.objects.get(code="statistician")
    RoleGrant.objects.create(user=user, role=role, team=team, starts_on=dt.date(2013, 1, 1))
    client = Client(SERVER_NAME="localhost")
    client.force_login(user)
    building = Building.objects.order_by("pk")[BUILDINGS // 2]
    return client, f"{building.get_absolute_url()}?as_of={DAY}", building.pk


def what_the_page_shows(address: str, user: Any) -> tuple[dict[str, Any], Any]:
    """The variables of the page's template, worked out once, and the request."""
    from django.test import RequestFactory  # noqa: PLC0415 - after django.setup()

    from crm.occupancy.views.building_page import BuildingPage  # noqa: PLC0415 - after django.setup()

    shown: dict[str, Any] = {}

    class Kept(BuildingPage):
        permission = "occupancy.view"

        def page(self, template: str, context: dict[str, Any], *, status: int = 200) -> Any:
            shown.update({"view": self, "crumbs": self.crumbs(), **context})
            return super().page(template, context, status=status)

    request = RequestFactory(SERVER_NAME="localhost").get(address)
    request.user, request.htmx = user, False  # type: ignore[attr-defined]
    Kept.as_view()(request, slug=address.split("/")[-2])
    return shown, request


def measure(units: int) -> dict[str, Any]:
    """Ours and the floor in one run, on the same building and day."""
    import django  # noqa: PLC0415 - the settings come from main()

    django.setup()
    from django.db import connection  # noqa: PLC0415 - after django.setup()
    from django.template.loader import render_to_string  # noqa: PLC0415 - after django.setup()
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415 - after django.setup()

    client, address, key = visitor(units)
    shown, request = what_the_page_shows(address, client.get(address).wsgi_request.user)

    def floor() -> None:
        with connection.cursor() as cursor:
            for statement in ROWS:
                cursor.execute(statement, {"day": DAY.isoformat(), "building": key})
                cursor.fetchall()
        render_to_string("occupancy/building_page.html", shown, request)

    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
        queries = len(captured)
    ours, bare = timed(lambda: client.get(address)), timed(floor)
    return row(
        f"building page, {units} units in {BUILDINGS} buildings, {queries} queries",
        ours=ours,
        floor=bare,
        most=BUDGET,
        ok=queries <= MOST_QUERIES,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--units", type=int, default=30_000)
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.inside:
        put([measure(options.units)])
        return
    with tempfile.TemporaryDirectory(prefix="district-desk-bench-") as folder:
        environment = {
            **os.environ,
            "DATA_DIR": folder,
            "DJANGO_SETTINGS_MODULE": "config.settings.embedded",
        }
        run = [sys.executable, "manage.py", "migrate", "-v0"]
        subprocess.run(run, cwd=ROOT, env=environment, check=True)
        inside = [sys.executable, "-m", "bench.building_page", "--inside", "--units"]
        subprocess.run([*inside, str(options.units)], cwd=ROOT, env=environment, check=True)


if __name__ == "__main__":
    main()
