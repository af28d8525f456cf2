"""A port that stands where the cluster should be: refuses, hangs, fails, or leads to the node."""

import contextlib
import socket
import threading
from collections.abc import Iterator
from urllib.parse import urlsplit

REFUSES, HANGS, FAILS, LEADS = "refuses", "hangs", "fails", "leads"
FAILURE = b"HTTP/1.1 500 Internal Server Error\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"


class Wire:
    """`behaviour` can be changed at any time; `asked` counts the connections."""

    def __init__(self, node: str = "") -> None:
        self.behaviour, self.asked = REFUSES, 0
        self._node = urlsplit(node)
        self._open: list[socket.socket] = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        threading.Thread(target=self._accept, daemon=True).start()

    def becomes(self, behaviour: str) -> None:
        """Connections that are open end."""
        self.behaviour = behaviour
        self._cut()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                caller, _ = self._listener.accept()
                self.asked += 1
                self._open.append(caller)
                threading.Thread(target=self._serve, args=(caller,), daemon=True).start()

    def _serve(self, caller: socket.socket) -> None:
        with contextlib.suppress(OSError):
            if self.behaviour == REFUSES:
                caller.close()
            elif self.behaviour == FAILS:
                caller.recv(65_536)
                caller.sendall(FAILURE)
                caller.close()
            elif self.behaviour == LEADS:
                self._lead(caller)

    def _lead(self, caller: socket.socket) -> None:
        node = socket.create_connection((self._node.hostname, self._node.port))
        self._open.append(node)
        threading.Thread(target=_pour, args=(node, caller), daemon=True).start()
        _pour(caller, node)

    def _cut(self) -> None:
        for end in self._open:
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()
        self._open.clear()

    def close(self) -> None:
        self._listener.close()
        self._cut()


def _pour(source: socket.socket, target: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while piece := source.recv(65_536):
            target.sendall(piece)


@contextlib.contextmanager
def wire(node: str = "") -> Iterator[Wire]:
    made = Wire(node)
    try:
        yield made
    finally:
        made.close()
