"""A private Elasticsearch node for as long as one command runs.

    python -m tests.services.elasticsearch pytest -m elasticsearch

The server's jars come by Maven into a cache outside the tree and serve every later run. It listens
on this machine alone, keeps its data in its own temporary directory, and ends with the command.
Where the server cannot be had, the command fails with one sentence; WITHOUT_ELASTICSEARCH=1 leaves
it out instead.
"""

import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from urllib.error import URLError

from tests.services.site import end_with_parent, free_port
from tests.services.template import ROOT, lock

VERSION = "8.19.21"
PARTS = Path(__file__).parent / "elasticsearch_node"
MODULE = "transport-netty4"
MODULE_JARS = ("transport-netty4-", "netty-", "elasticsearch-ssl-config-")
INSTALL = "apt-get install default-jdk-headless maven"
ADD_MODULES = "jdk.net,ALL-MODULE-PATH,jdk.management.agent"
HEAP = "384m"
MEMORY = "/dev/shm"  # noqa: S108 - a directory of our own is made in it
TRIES, START_SECONDS, STOP_SECONDS, FETCH_SECONDS = 3, 60, 15, 300


def cache() -> Path:
    """Where the server is kept between runs: beside other caches of this account."""
    places = [os.environ.get("XDG_CACHE_HOME"), Path.home() / ".cache"]
    for place in filter(None, places):
        folder = Path(place) / "district-desk"
        with contextlib.suppress(OSError):
            folder.mkdir(parents=True, exist_ok=True)
            return folder
    return ROOT / ".cache"


def server() -> Path:
    """The home of the server, fetched when it is not there yet."""
    home = cache() / f"elasticsearch-{VERSION}"
    with lock("elasticsearch"):
        if not home.exists():
            _tools()
            cache().mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryDirectory(prefix="elasticsearch-", dir=cache()) as part:
                _lay_out(Path(part) / "home", _fetch(Path(part) / "jars"))
                _keep(Path(part) / "home", home)
    _tools()
    return home


def _keep(made: Path, home: Path) -> None:
    """Another work tree may have been first; its copy is as good."""
    try:
        made.rename(home)
    except OSError:
        if not home.exists():
            raise


def _tools() -> None:
    """Java and Maven, which `make setup` installs for root."""
    if not (shutil.which("javac") and shutil.which("mvn")):
        _give_up("Java and Maven are missing; run `make setup` as root, or: " + INSTALL)


def _fetch(jars: Path) -> Path:
    """The jars of server and transport; a registry that stutters is asked again."""
    command = [
        *("mvn", "-B", "-q", "-f", str(PARTS / "pom.xml")),
        *("dependency:copy-dependencies", f"-DoutputDirectory={jars}"),
    ]
    said = ""
    for attempt in range(TRIES):
        time.sleep(5 * attempt)
        with contextlib.suppress(subprocess.TimeoutExpired):
            outcome = subprocess.run(
                command, capture_output=True, text=True, timeout=FETCH_SECONDS, check=False
            )
            said = outcome.stdout + outcome.stderr
            if outcome.returncode == 0:
                return jars
    first = next((line for line in said.splitlines() if "ERROR" in line), "no answer")
    _give_up(f"its jars could not be fetched by Maven ({first.strip()[:200]})")
    raise AssertionError


def _lay_out(home: Path, jars: Path) -> None:
    """As the server expects it: a jar lies either with the module or with all others."""
    module = home / "modules" / MODULE
    for folder in (module, home / "lib", home / "config"):
        folder.mkdir(parents=True)
    for jar in sorted(jars.glob("*.jar")):
        shutil.move(jar, (module if jar.name.startswith(MODULE_JARS) else home / "lib") / jar.name)
    shutil.copy(PARTS / "plugin-descriptor.properties", module)
    shutil.copy(PARTS / "log4j2.properties", home / "config")
    _quietly(
        [
            *("javac", "--module-path", str(home / "lib"), "--add-modules", "ALL-MODULE-PATH"),
            *("-d", str(home / "launcher"), str(PARTS / "Launcher.java")),
        ]
    )


def _quietly(command: list[str]) -> None:
    outcome = subprocess.run(command, capture_output=True, text=True, check=False)
    if outcome.returncode:
        _give_up(f"`{command[0]}` failed: {outcome.stderr.strip()[:500]}")


@contextlib.contextmanager
def node() -> Iterator[str]:
    """Yields the address of a running, empty node; stops and removes it afterwards."""
    home = server()
    work = Path(tempfile.mkdtemp(prefix="district-desk-elasticsearch-", dir=_memory()))
    port = free_port()
    command = [
        *("java", f"-Xms{HEAP}", f"-Xmx{HEAP}", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"),
        *("--module-path", str(home / "lib"), "--add-modules", ADD_MODULES),
        *("-cp", str(home / "launcher"), "Launcher", str(home), str(work / "data")),
        *(str(work / "logs"), str(port), str(free_port())),
    ]
    with (work / "said").open("w+") as said:
        process = subprocess.Popen(
            command, cwd=work, stdout=said, stderr=said, preexec_fn=end_with_parent
        )
        try:
            address = f"http://127.0.0.1:{port}"
            _wait_for(address, process, work / "said")
            yield address
        finally:
            _stop(process)
            shutil.rmtree(work, ignore_errors=True)


def _memory() -> str | None:
    """Where files cost no disk: the tests make hundreds of small indexes."""
    return MEMORY if os.access(MEMORY, os.W_OK) else None


def _wait_for(address: str, process: subprocess.Popen, said: Path) -> None:
    limit = time.monotonic() + START_SECONDS
    while time.monotonic() < limit and process.poll() is None:
        with contextlib.suppress(URLError, OSError):
            health = f"{address}/_cluster/health?wait_for_status=yellow&timeout=5s"
            with urllib.request.urlopen(health, timeout=10):  # noqa: S310 - our own
                return
        time.sleep(0.2)
    _give_up(f"the node did not start:\n{said.read_text()[-2000:]}")


def _stop(process: subprocess.Popen) -> None:
    process.terminate()
    try:
        process.wait(timeout=STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _give_up(reason: str) -> None:
    sys.exit(
        f"Elasticsearch cannot be started: {reason} (WITHOUT_ELASTICSEARCH=1 leaves its tests out)."
    )


def main() -> None:
    if os.environ.get("WITHOUT_ELASTICSEARCH") == "1":
        print("left out: WITHOUT_ELASTICSEARCH=1 is set")  # noqa: T201 - for the terminal
        return
    with node() as address:
        environment = {**os.environ, "ELASTICSEARCH_URLS": address}
        status = subprocess.run(sys.argv[1:], env=environment, check=False).returncode
    sys.exit(status)


if __name__ == "__main__":
    main()
