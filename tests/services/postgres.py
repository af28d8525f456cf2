"""A private PostgreSQL cluster for as long as one command runs.

    python -m tests.services.postgres pytest -m "postgres or both_databases"

Listens on no port, only on a socket in its own temporary directory. PostgreSQL refuses to run as
root, so root starts it as the unprivileged user ``postgres`` (or ``nobody``).
"""

import contextlib
import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

OPTIONS = (
    "-c listen_addresses='' -c fsync=off -c synchronous_commit=off -c full_page_writes=off "
    "-c max_connections=60 -c timezone=UTC"
)


def binary(name: str) -> str:
    """The newest installed server program of that name."""
    places = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=_major)
    found = str(places[-1]) if places else shutil.which(name)
    if not found:
        sys.exit(
            "PostgreSQL is not installed; run `make setup` as root, or: apt-get install postgresql"
        )
    return found


def _major(path: Path) -> float:
    return float(path.parts[4])


def unprivileged() -> list[str]:
    """What to put before a server command."""
    if os.geteuid() != 0:
        return []
    names = {entry.pw_name for entry in pwd.getpwall()}
    return ["runuser", "-u", "postgres" if "postgres" in names else "nobody", "--"]


@contextlib.contextmanager
def cluster() -> Iterator[str]:
    """Yields the DATABASE_URL of a running, empty cluster; stops and removes it afterwards."""
    home = Path(tempfile.mkdtemp(prefix="district-desk-postgres-"))
    prefix = unprivileged()
    if prefix:
        shutil.chown(home, user=prefix[2])
    data = home / "data"
    control = [*prefix, binary("pg_ctl"), "-D", str(data), "-w"]
    try:
        _quietly([
            *prefix, binary("initdb"), "-D", str(data), "-U", "desk", "-E", "UTF8",
            "--locale=C.UTF-8", "-A", "trust", "--no-sync",
        ])  # fmt: skip
        _quietly([*control, "-l", str(home / "log"), "-o", f"{OPTIONS} -k {home}", "start"])
        yield f"postgres://desk@/{home}/postgres"
    finally:
        subprocess.run(
            [*control, "-m", "immediate", "stop"], cwd="/", capture_output=True, check=False
        )
        shutil.rmtree(home, ignore_errors=True)


def _quietly(command: list[str]) -> None:
    outcome = subprocess.run(
        command, cwd="/", stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, check=False
    )
    if outcome.returncode:
        sys.exit(f"PostgreSQL could not be started:\n{outcome.stderr}")


def main() -> None:
    with cluster() as url:
        environment = {**os.environ, "DATABASE_URL": url}
        status = subprocess.run(sys.argv[1:], env=environment, check=False).returncode
    sys.exit(status)


if __name__ == "__main__":
    main()
