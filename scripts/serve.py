"""Serve the embedded set-up: web server and worker side by side until Ctrl-C ends both."""

import argparse
import contextlib
import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
HOST = os.environ.get("HOST", "127.0.0.1")
PORT = int(os.environ.get("PORT", "8000"))
GRACE_SECONDS = 15
START_SECONDS = 60
PR_SET_PDEATHSIG = 1


def stop_if_taken() -> None:
    with socket.socket(socket.AF_INET6 if ":" in HOST else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, PORT))
        except OSError as error:
            sys.exit(f"Port {PORT} is taken ({error.strerror}); choose one: make demo PORT=8001")


def die_with_parent() -> None:
    """A killed supervisor leaves no orphans (Linux)."""
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def start(arguments: list[str]) -> subprocess.Popen:
    environment = {**os.environ}
    environment.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.embedded")
    return subprocess.Popen(
        [sys.executable, *arguments],
        cwd=ROOT,
        env=environment,
        start_new_session=True,  # Ctrl-C reaches the supervisor alone
        preexec_fn=die_with_parent,
    )


def end(processes: list[subprocess.Popen]) -> None:
    for number in (signal.SIGTERM, signal.SIGKILL):
        for process in processes:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, number)
        limit = time.monotonic() + GRACE_SECONDS
        while any(process.poll() is None for process in processes) and time.monotonic() < limit:
            time.sleep(0.05)


def answers() -> bool:
    host = "127.0.0.1" if HOST == "0.0.0.0" else HOST  # noqa: S104 - compares, binds nothing
    request = urllib.request.Request(f"http://{host}:{PORT}/healthz", headers={"Host": "localhost"})
    try:
        with urllib.request.urlopen(request, timeout=2):  # noqa: S310 - our own address
            return True
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False


def announce(processes: list[subprocess.Popen]) -> None:
    limit = time.monotonic() + START_SECONDS
    while not answers() and time.monotonic() < limit:
        if any(process.poll() is not None for process in processes):
            return
        time.sleep(0.2)
    prefix = os.environ.get("SITE_PREFIX", "").strip("/")
    base = f"http://localhost:{PORT}/{prefix}".rstrip("/")
    print(f"\n政策门户  {base}/", flush=True)
    print(f"招商台    {base}/desk/", flush=True)
    print("Ctrl-C ends web server and worker.", flush=True)


def serve() -> int:
    def leave(*_: object) -> None:
        raise KeyboardInterrupt

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, leave)
    processes: list[subprocess.Popen] = []
    try:
        web = ["-m", "gunicorn", "config.wsgi", "--bind", f"{HOST}:{PORT}", "--workers", "2"]
        processes.append(start([*web, "--threads", "4", "--log-level", "warning"]))
        processes.append(start(["manage.py", "worker"]))
        announce(processes)
        while all(process.poll() is None for process in processes):
            time.sleep(0.3)
        print("One of web server and worker ended by itself; ending the other.", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 0
    finally:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)
        end(processes)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check-port", action="store_true", help="only say whether PORT is free")
    chosen = parser.parse_args()
    stop_if_taken()
    if not chosen.check_port:
        sys.exit(serve())


if __name__ == "__main__":
    main()
