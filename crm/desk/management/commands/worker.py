"""`manage.py worker`: runs queued jobs, keeps the search index, and ticks each minute."""

import os
import signal
from argparse import ArgumentParser
from threading import Event
from typing import Any

from django.core.cache import cache
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import close_old_connections

from crm.core import context
from crm.core.clock import now
from crm.core.heartbeat import PROCESSES, beat
from crm.core.ticking import run_rules
from crm.desk.operation.supervising import Child, Supervisor
from search import drain
from search.settings import kept_engines

TICK_SECONDS = 60
LOCK = "worker.tick"


class Command(BaseCommand):
    help = "Run the background work until Ctrl-C: three processes, restarted when they end."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--only", choices=PROCESSES, help="one of the three, in this process")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["only"] is None:
            Supervisor(
                [Child(name, ["worker", "--only", name]) for name in PROCESSES],
                beat=lambda name: beat(name, now()),
            ).run()
            return
        context.channel.set("system")
        {"tasks": run_tasks, "search": run_search, "tick": run_ticks}[options["only"]]()


def run_tasks() -> None:
    """Queued jobs, one after the other; a job in hand is finished before it ends."""
    call_command("db_worker", "--queue-name", "*", "--no-reload", "--no-startup-delay")


def run_search() -> None:
    """The outbox into the index of this machine (its only writer) and the cluster."""
    drain.run_all(stop_event(), kept_engines())


def run_ticks() -> None:
    """The tick rules each minute; with several workers one of them does it."""
    stop = stop_event()
    while not stop.is_set():
        close_old_connections()
        if cache.add(LOCK, os.getpid(), timeout=TICK_SECONDS - 5):
            run_rules(now())
        stop.wait(TICK_SECONDS)


def stop_event() -> Event:
    """Set by SIGTERM and SIGINT."""
    stop = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    return stop
