"""What ``manage.py doctor`` looks at of the installation itself."""

import shutil
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm.core.clock import now, today
from crm.core.database_rules import missing
from crm.core.heartbeat import worker_state
from crm.core.models import CalendarYear
from crm.core.registries import Check, checks
from crm.core.registries.checks import Finding
from crm.desk.search_checks import search_indexes

FREE_BYTES = 2 * 1024**3
PLACEHOLDERS = ("change-me", "changeme", "secret", "insecure")


def migrations() -> list[Finding]:
    """The database has the shape that this code expects."""
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if waiting:
        names = ", ".join(f"{migration.app_label}.{migration.name}" for migration, _back in waiting)
        return [Finding("bad", _("migrations not applied: %s") % names, "manage.py migrate")]
    return [Finding("ok", _("all migrations are applied"))]


def database_rules() -> list[Finding]:
    """The overlap and append-only rules that Django does not keep for us."""
    gone = missing(connection)
    if gone:
        return [Finding("bad", _("rules missing: %s") % ", ".join(gone), "manage.py migrate")]
    return [Finding("ok", _("the database keeps every rule"))]


def collation() -> list[Finding]:
    """UTF-8 on both; on PostgreSQL a C locale makes trigram indexes useless."""
    if connection.vendor != "postgresql":
        return [Finding("ok", _("SQLite stores UTF-8"))]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_encoding_to_char(encoding), datctype FROM pg_database"
            " WHERE datname = current_database()"
        )
        encoding, kind = cursor.fetchone()
    if encoding != "UTF8":
        return [
            Finding(
                "bad",
                _("the database holds %s, not UTF-8") % encoding,
                _("make it with ENCODING 'UTF8'"),
            )
        ]
    if kind in ("C", "POSIX"):
        return [Finding("warn", _("the locale is %s") % kind, _("make it with LC_CTYPE 'C.UTF-8'"))]
    return [Finding("ok", f"{encoding}, {kind}")]


def worker() -> list[Finding]:
    """Jobs, index and tick are alive."""
    state = worker_state(now())
    if state == "ok":
        return [Finding("ok", _("the worker is alive"))]
    if state == "never":
        return [Finding("warn", _("the worker has never run here"), "manage.py worker")]
    return [
        Finding(
            "bad",
            _("the worker has been silent for five minutes"),
            _("start it again: manage.py worker"),
        )
    ]


def secrets() -> list[Finding]:
    """The key, the debug flag, the hosts, the second factor."""
    findings = []
    key = settings.SECRET_KEY
    if len(key) < 32 or any(word in key.lower() for word in PLACEHOLDERS):
        findings.append(Finding("bad", _("SECRET_KEY is weak"), _("set a random one")))
    stored = Path(settings.DATA_DIR) / "secret-key"
    if stored.exists() and stored.stat().st_mode & 0o077:
        findings.append(Finding("bad", _("others can read the secret key"), f"chmod 600 {stored}"))
    if settings.DEBUG:
        findings.append(Finding("bad", _("DEBUG is on"), _("switch it off")))
    if "*" in settings.ALLOWED_HOSTS:
        findings.append(Finding("bad", _("every host name is answered"), _("set ALLOWED_HOSTS")))
    if not settings.MFA_REQUIRED:
        findings.append(
            Finding("warn", _("no second factor is required"), _("set MFA_REQUIRED for real data"))
        )
    return findings or [Finding("ok", _("keys and hosts are as they should be"))]


def calendar() -> list[Finding]:
    """Next year's holidays must be known from December on, or deadlines are provisional."""
    day = today()
    wanted = [day.year] + ([day.year + 1] if day.month == 12 else [])
    known = set(CalendarYear.objects.filter(year__in=wanted).values_list("year", flat=True))
    unknown = [str(year) for year in wanted if year not in known]
    if unknown:
        return [
            Finding(
                "warn",
                _("the working calendar of %s is provisional (Monday to Friday)")
                % ", ".join(unknown),
                _("enter the State Council notice on the calendar page"),
            )
        ]
    return [Finding("ok", _("the working calendar is known"))]


def storage() -> list[Finding]:
    """Room to write, and nobody else on this machine who reads what is written."""
    folder = Path(settings.DATA_DIR)
    findings = []
    if folder.stat().st_mode & 0o007:
        findings.append(
            Finding(
                "warn",
                _("every account of this machine can read %s") % folder,
                f"chmod -R o= {folder}",
            )
        )
    free = shutil.disk_usage(folder).free
    if free < FREE_BYTES:
        findings.append(
            Finding("warn", _("%d MB are free") % (free // 1024**2), _("make room on the disk"))
        )
    return findings or [Finding("ok", _("there is room to write"))]


def backup_programs() -> list[Finding]:
    """PostgreSQL is copied with its own tools."""
    if connection.vendor != "postgresql" or shutil.which("pg_dump"):
        return [Finding("ok", _("the tools for backups are there"))]
    return [Finding("warn", _("pg_dump is not installed"), _("apt-get install postgresql-client"))]


for _order, (_key, _label, _run) in enumerate(
    (
        ("migrations", gettext_lazy("Migrations"), migrations),
        ("database_rules", gettext_lazy("Database rules"), database_rules),
        ("collation", gettext_lazy("Database text"), collation),
        ("search", gettext_lazy("Search index"), search_indexes),
        ("worker", gettext_lazy("Worker"), worker),
        ("secrets", gettext_lazy("Keys and hosts"), secrets),
        ("calendar", gettext_lazy("Working calendar"), calendar),
        ("storage", gettext_lazy("Storage"), storage),
        ("backup", gettext_lazy("Backups"), backup_programs),
    )
):
    checks.register(Check(f"desk.{_key}", _label, _run, order=_order))
