"""The whole product as a user meets it: demo data, the web server in a process of its own."""

import contextlib
import ctypes
import hashlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.services.template import ROOT, lock

CACHE = ROOT / ".cache" / "test-sites"
PASSWORD = "a-long-demo-password"
START_SECONDS = 60
PR_SET_PDEATHSIG = 1
KEPT = 2


@dataclass(frozen=True)
class Site:
    """A running site; every demo account (crm/core/demo.py) has the same password."""

    address: str
    data: Path
    password: str = PASSWORD


def code_key() -> str:
    """Changes with any line that could change the demo data or how they are stored."""
    digest = hashlib.sha256((ROOT / "uv.lock").read_bytes())
    for package in ("config", "crm", "portal", "search"):
        for path in sorted((ROOT / package).rglob("*.py")):
            digest.update(str(path.relative_to(ROOT)).encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def environment(data: Path) -> dict[str, str]:
    return {
        **{key: value for key, value in os.environ.items() if key != "DATABASE_URL"},
        "DJANGO_SETTINGS_MODULE": "config.settings.embedded",
        "DATA_DIR": str(data),
        "LOG_LEVEL": "WARNING",
    }


def manage(data: Path, *arguments: str) -> str:
    outcome = subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=environment(data),
        capture_output=True,
        text=True,
        check=False,
    )
    if outcome.returncode:
        raise RuntimeError(f"manage.py {' '.join(arguments)} failed:\n{outcome.stderr[-4000:]}")
    return outcome.stdout


def demo_data() -> Path:
    """A DATA_DIR with the demo loaded, made once for this state of the code."""
    target = CACHE / code_key()
    with lock("site"):
        if not target.exists():
            CACHE.mkdir(parents=True, exist_ok=True)
            unfinished = Path(tempfile.mkdtemp(prefix="part-", dir=CACHE))
            manage(unfinished, "migrate", "--verbosity", "0")
            manage(unfinished, "demo", "--password", PASSWORD)
            unfinished.rename(target)
            for old in sorted(CACHE.iterdir(), key=lambda path: -path.stat().st_mtime)[KEPT:]:
                shutil.rmtree(old, ignore_errors=True)
    return target


@contextlib.contextmanager
def running_site() -> Iterator[Site]:
    """A copy of the demo, served on a free port until the block ends."""
    home = Path(tempfile.mkdtemp(prefix="district-desk-site-"))
    data, port = home / "data", free_port()
    shutil.copytree(demo_data(), data)
    server = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", "config.wsgi", "--threads", "4", *bind(port)],
        cwd=ROOT,
        env=environment(data),
        start_new_session=True,
        preexec_fn=end_with_parent,
    )
    site = Site(f"http://127.0.0.1:{port}", data)
    try:
        wait_for(site.address, server)
        yield site
    finally:
        server.terminate()
        try:
            server.wait(timeout=10)
        except subprocess.TimeoutExpired:
            server.kill()
        shutil.rmtree(home, ignore_errors=True)


def end_with_parent() -> None:
    """A test run that is killed leaves no server behind (Linux)."""
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def bind(port: int) -> list[str]:
    return ["--bind", f"127.0.0.1:{port}", "--log-level", "warning"]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(address: str, server: subprocess.Popen) -> None:
    limit = time.monotonic() + START_SECONDS
    while time.monotonic() < limit and server.poll() is None:
        try:
            with urllib.request.urlopen(f"{address}/healthz", timeout=2):  # noqa: S310 - our own
                return
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError("the web server did not start; its messages are above")
