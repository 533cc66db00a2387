"""Keeps the web server and the processes for jobs going together, and ends them together."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from types import FrameType

from jibungoto.site.cli import places
from jibungoto.site.cli.turns import turn
from jibungoto.site.cli.web import Web
from jibungoto.site.cli.words import Stop

START_WITHIN = 60  # seconds until the first answer
PAUSE = 30  # seconds between two starts of a process for jobs that keeps ending
STOP_WITHIN = 20  # seconds until a process that was asked to end is ended


class Ended(Exception):
    """Somebody asked us to end."""


def run(web: Web, *, jobs: int, started: Callable[[], bool]) -> int:
    """Serve until asked to end. `started` is called after the first answer; False ends at once.

    Returns 0 after being asked to end, 1 if the server ended by itself or did not start.
    """
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, _ask_to_end)
    children: dict[str, subprocess.Popen[bytes]] = {}
    # Before the first answer there is nothing to finish.
    patience = 1
    with turn(places.home() / "running.lock", shared=True):
        try:
            children["web"] = _start("web", *web.words())
            for job in range(jobs):
                children[f"jobs {job}"] = _start("jobs")
            _wait_for_answer(web, children["web"])
            patience = STOP_WITHIN
            if started():
                _watch(children)
        except Ended:
            return 0
        finally:
            _stop_all(list(children.values()), patience)
    return 0


def free_port(host: str, wanted: int) -> int:
    """The wanted port, or the next one nobody listens on."""
    for port in range(wanted, min(wanted + 100, 65536)):
        if _is_free(host, port):
            return port
    raise Stop(f"{wanted} 番から 100 個のポートが、すべて使われています。--port で選んでください。")


def get(web: Web, path: str = "/") -> int:
    """The status of one request to the server."""
    host = "127.0.0.1" if web.host in ("0.0.0.0", "::") else web.host  # noqa: S104  only compared
    connection = http.client.HTTPConnection(host, web.port, timeout=30)
    try:
        connection.request("GET", path, headers={"Accept-Language": "ja"})
        return connection.getresponse().status
    finally:
        connection.close()


def _ask_to_end(_number: int, _frame: FrameType | None) -> None:
    # Once is enough: a second Ctrl-C must not cut the ending short and leave processes behind.
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    raise Ended


def _start(*words: str) -> subprocess.Popen[bytes]:
    # Its own session: Ctrl-C reaches only us, and we end the children in order.
    return subprocess.Popen(
        [sys.executable, "-m", "jibungoto.site.cli.child", *words],
        stdin=subprocess.PIPE,
        start_new_session=True,
    )


def _watch(children: dict[str, subprocess.Popen[bytes]]) -> None:
    began = dict.fromkeys(children, time.monotonic())
    while True:
        time.sleep(0.5)
        for name, child in children.items():
            if child.poll() is None:
                continue
            if name == "web":
                raise Stop("サーバーが止まりました。上の記録と jibungoto doctor を見てください。")
            if time.monotonic() - began[name] < PAUSE:
                continue
            print("順番待ちの仕事をする係が止まったので、起こし直します。", file=sys.stderr)
            began[name] = time.monotonic()
            children[name] = _start("jobs")


def _wait_for_answer(web: Web, server: subprocess.Popen[bytes]) -> None:
    limit = time.monotonic() + START_WITHIN
    while time.monotonic() < limit:
        if server.poll() is not None:
            break
        try:
            get(web)
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise Stop("サーバーを起動できませんでした。上の記録と jibungoto doctor を見てください。")


def _stop_all(children: list[subprocess.Popen[bytes]], patience: int) -> None:
    for child in children:
        if child.poll() is None:
            child.terminate()
    limit = time.monotonic() + patience
    for child in children:
        try:
            child.wait(max(0.1, limit - time.monotonic()))
        except subprocess.TimeoutExpired:
            pass
        finally:
            # Its own children too, should it have died without ending them.
            _kill_group(child.pid)
            child.wait()


def _kill_group(leader: int) -> None:
    try:
        os.killpg(leader, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        return


def _is_free(host: str, port: int) -> bool:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        # Without this an address that was just in use looks taken; a listener still is refused.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True
