"""Prepare a machine: system packages, .venv from the lock, compiled translations. Starts nothing.

Needs only a Python of the version in pyproject.toml; safe to run again, and quick the second time.
"""

import argparse
import contextlib
import hashlib
import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
STAMP = VENV / "setup-stamp"
OLDEST_PYTHON = (3, 11)
RUNTIME_PACKAGES = (
    "libpango-1.0-0",
    "libpangoft2-1.0-0",
    "libharfbuzz-subset0",
    "fonts-noto-cjk",
    "poppler-utils",
)
TEST_PACKAGES = ("chromium", "postgresql")
# For the tests' Elasticsearch node any JDK from 17 on and any Maven will do.
TEST_PROGRAMS = {"javac": "default-jdk-headless", "mvn": "maven"}
# Debian starts a database cluster when its package is installed; set-up starts nothing.
NO_CLUSTER = Path("/etc/postgresql-common/createcluster.d/district-desk-setup.conf")


def say(message: str) -> None:
    print(f"setup: {message}", flush=True)


def stop(message: str) -> None:
    sys.exit(f"setup: {message}")


def run(command: list[str], environment: dict[str, str] | None = None) -> None:
    outcome = subprocess.run(command, cwd=ROOT, env=environment, check=False)
    if outcome.returncode:
        stop(f"`{' '.join(command)}` failed ({outcome.returncode}); its message is above.")


def missing_packages(names: tuple[str, ...]) -> list[str]:
    """Those of the Debian packages that are not installed; none where there is no dpkg to ask."""
    if shutil.which("dpkg-query") is None:
        say(f"not a Debian system: see that these are there: {', '.join(names)}.")
        return []
    listing = subprocess.run(
        ["dpkg-query", "-W", "-f=${Package} ${db:Status-Status}\n", *names],
        capture_output=True,
        text=True,
        check=False,
    ).stdout
    installed = {line.split()[0] for line in listing.splitlines() if line.endswith(" installed")}
    return [name for name in names if name not in installed]


@contextlib.contextmanager
def no_database_cluster():
    """Keeps the postgresql package from creating and starting a cluster of its own."""
    NO_CLUSTER.parent.mkdir(parents=True, exist_ok=True)
    NO_CLUSTER.write_text("create_main_cluster = false\n")
    try:
        yield
    finally:
        NO_CLUSTER.unlink(missing_ok=True)


def install_packages(names: list[str]) -> None:
    say(f"installing {', '.join(names)}")
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    install = ["apt-get", "install", "-y", "-q", "--no-install-recommends", *names]
    run(["apt-get", "update", "-q"], environment)
    with no_database_cluster() if "postgresql" in names else contextlib.nullcontext():
        run(install, environment)


def prepare_system(with_tests: bool) -> None:
    needed = missing_packages(RUNTIME_PACKAGES + (TEST_PACKAGES if with_tests else ()))
    if with_tests:
        needed += [name for program, name in TEST_PROGRAMS.items() if not shutil.which(program)]
    if not needed:
        return
    if os.geteuid() == 0:
        install_packages(needed)
        return
    sentence = f"install these first: sudo apt-get install {' '.join(needed)}"
    if set(needed) & set(RUNTIME_PACKAGES):
        stop(sentence)
    say(f"the tests need more than is here; {sentence}")


def find_python() -> str:
    """The interpreter that runs this script; nothing is downloaded in its place."""
    if sys.version_info < OLDEST_PYTHON:
        wanted = ".".join(map(str, OLDEST_PYTHON))
        stop(f"Python {wanted} or newer is needed; run `make setup PYTHON=python{wanted}`.")
    return sys.executable


def works(program: str) -> bool:
    return subprocess.run([program, "--version"], capture_output=True, check=False).returncode == 0


def find_uv() -> str:
    """uv as the machine has it, else one in a small environment of its own under .cache."""
    found = shutil.which("uv")
    if found and works(found):
        return found
    home = ROOT / ".cache" / "uv"
    if not (home / "bin" / "uv").exists():
        say("fetching uv")
        try:
            venv.create(home, with_pip=True, clear=True)
        except subprocess.CalledProcessError:
            stop("python3 cannot make environments here; run: apt-get install python3-venv")
        run([str(home / "bin" / "python"), "-m", "pip", "install", "--quiet", "uv"])
    return str(home / "bin" / "uv")


def uv_environment() -> dict[str, str]:
    environment = {**os.environ, "UV_PYTHON_DOWNLOADS": "never"}
    environment.pop("VIRTUAL_ENV", None)
    home = Path(os.environ.get("HOME") or "/nonexistent")
    if not os.access(home, os.W_OK):
        environment["UV_CACHE_DIR"] = str(ROOT / ".cache" / "uv-cache")
    return environment


def wanted_state(production: bool) -> str:
    digest = hashlib.sha256(f"{production} {sys.version}".encode())
    for name in ("uv.lock", "pyproject.toml"):
        digest.update((ROOT / name).read_bytes())
    return digest.hexdigest()


def prepare_environment(production: bool) -> None:
    state = wanted_state(production)
    if STAMP.exists() and STAMP.read_text() == state:
        return
    say("installing the Python packages of uv.lock into .venv")
    command = [find_uv(), "sync", "--frozen", "--quiet", "--compile-bytecode"]
    command += ["--python", find_python()]
    run([*command, "--no-dev"] if production else command, uv_environment())
    STAMP.write_text(state)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--production", action="store_true", help="without the test tools")
    parser.add_argument("--without-test-packages", action="store_true", help="no browser")
    chosen = parser.parse_args()
    prepare_system(with_tests=not (chosen.production or chosen.without_test_packages))
    prepare_environment(chosen.production)
    run([str(VENV / "bin" / "python"), "scripts/messages.py"])


if __name__ == "__main__":
    main()
