"""Run the checks and the tests that `make test` and `make quick` promise."""

import argparse
import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BIN = ROOT / ".venv" / "bin"


def run(title: str, command: list[str]) -> bool:
    print(f"\n=== {title}", flush=True)
    started = time.monotonic()
    # A machine may forbid compiled files; without them each of the many processes compiles anew.
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": ""}
    status = subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode
    print(f"=== {title}: {'ok' if status == 0 else 'FAILED'} ({time.monotonic() - started:.0f} s)")
    return status == 0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--jobs", default="2")
    parser.add_argument("--quick", action="store_true", help="neither browser nor servers")
    chosen = parser.parse_args()
    pytest = [str(BIN / "pytest"), "-q", "-n", chosen.jobs, "--dist", "loadgroup"]
    if chosen.quick:
        sys.exit(not run("tests", [*pytest, "-m", "not browser and not slow"]))
    on_postgres = [str(BIN / "python"), "-m", "tests.services.postgres", str(BIN / "pytest"), "-q"]
    on_elasticsearch = [on_postgres[0], "-m", "tests.services.elasticsearch", *on_postgres[3:]]
    outcomes = [
        run("check", ["make", "--no-print-directory", "check"]),
        run("tests on PostgreSQL", [*on_postgres, "-m", "postgres or both_databases"]),
        run("tests on Elasticsearch", [*on_elasticsearch, "-m", "elasticsearch"]),
        run("tests on SQLite", pytest),
    ]
    sys.exit(not all(outcomes))


if __name__ == "__main__":
    main()
