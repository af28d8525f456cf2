"""Loading the demo data. What was built is noted beside it, so that a second run adds nothing."""

import json
import os
import secrets
import shutil
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.core.management import call_command
from django.db import connection, transaction
from django.utils.translation import gettext as _

from crm.core.clock import now
from crm.core.demo import PEOPLE
from crm.core.errors import Refused
from crm.core.models import Role, User
from crm.core.registries import demo_builders
from crm.desk.operation.databases import erase

PASSWORD_WORDS = 3


def marker() -> Path:
    """The file that says which builders have run; settings read it as DEMO_DATA."""
    return Path(settings.DATA_DIR) / "demo-data.json"


def built() -> dict[str, str]:
    """Builder key → when it ran."""
    return json.loads(marker().read_text()) if marker().exists() else {}


def load(today: date, report: Any) -> list[str]:
    """Run the builders that have not run yet, in order; ``report(key)`` is told before each.

    Raises Refused on an installation whose accounts did not come from the demo.
    """
    done = built()
    if not done and User.objects.exists():
        raise Refused(
            _("This installation holds records that are not demo data. Choose another DATA_DIR."),
            code="not_demo",
        )
    fresh = [builder for builder in demo_builders if builder.key not in done]
    settings.DEMO_DATA = True
    for builder in fresh:
        report(builder.key)
        with transaction.atomic():  # a kill in the middle leaves the builder as if never begun
            builder.build(today)
        done[builder.key] = now().isoformat(timespec="seconds")
        _write(marker(), json.dumps(done, indent=1), mode=0o644)
    return [builder.key for builder in fresh]


def reset() -> None:
    """Take everything away and lay the empty installation again; only where demo data is."""
    if not marker().exists():
        raise Refused(_("There is no demo data here to reset."), code="not_demo")
    erase(connection)
    for folder in (settings.MEDIA_ROOT, settings.PRIVATE_ROOT, settings.SEARCH_DIR):
        shutil.rmtree(folder, ignore_errors=True)
    marker().unlink()
    call_command("migrate", verbosity=0)


def password(chosen: str = "") -> str:
    """The one password of all demo accounts: as chosen, as before, or new; kept for its owner."""
    path = Path(settings.DATA_DIR) / "demo-password"
    if chosen:
        _write(path, chosen, mode=0o600)
    elif not path.exists():
        fresh = "-".join(secrets.token_hex(2) for _word in range(PASSWORD_WORDS))
        _write(path, f"demo-{fresh}", mode=0o600)
    return path.read_text().strip()


def open_accounts(word: str) -> list[dict[str, str]]:
    """Set the password of every demo account and list them, in the order of the cast."""
    User.objects.filter(username__in=[person.username for person in PEOPLE], is_active=True).update(
        password=make_password(word)
    )
    names = dict(Role.objects.values_list("code", "name"))
    there = dict(User.objects.filter(is_active=True).values_list("username", "name"))
    return [
        {
            "username": person.username,
            "password": word,
            "name": there[person.username],
            "role": names.get(person.role, person.role),
        }
        for person in PEOPLE
        if person.username in there
    ]


def _write(path: Path, text: str, *, mode: int) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f"{path.name}.part")
    unfinished.unlink(missing_ok=True)
    descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    with os.fdopen(descriptor, "w") as handle:
        handle.write(text)
    unfinished.replace(path)
