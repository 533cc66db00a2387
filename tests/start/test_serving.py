"""Serving for real: what is refused and in which words, ports, and ending without leftovers."""

import os
import signal
import socket
import subprocess
import time
import urllib.request

import pytest

from jibungoto.site.cli import running
from jibungoto.site.cli.serve import Safety, refusals
from tests.installation import Installation, a_free_port, ended

GOOD = {
    "debug": False,
    "demo": False,
    "secret": "9f3Kq-zL7w_Xv2Bn8RtYc5HjUe1Mo4Ps6Gd0Ai-Wb7Nk3Fx9Tq",
    "hosts": ("machi.example.jp",),
    "base_url": "https://machi.example.jp",
}


def test_good_settings_are_served() -> None:
    assert refusals(Safety(**GOOD)) == []


@pytest.mark.parametrize(
    ("setting", "value", "word"),
    [
        ("debug", True, "JIBUNGOTO_DEBUG"),
        ("secret", "short", "JIBUNGOTO_SECRET_KEY"),
        ("secret", "a" * 60, "JIBUNGOTO_SECRET_KEY"),
        ("secret", "django-insecure-" + "q1w2e3r4t5y6u7i8o9p0" * 3, "JIBUNGOTO_SECRET_KEY"),
        ("hosts", ("*",), "JIBUNGOTO_HOSTS"),
        ("hosts", ("machi.example.jp", " * "), "JIBUNGOTO_HOSTS"),
        ("hosts", ("",), "JIBUNGOTO_HOSTS"),
        ("demo", True, "JIBUNGOTO_DEMO"),
        ("base_url", "http://machi.example.jp", "JIBUNGOTO_BASE_URL"),
    ],
)
def test_an_unsafe_setting_is_refused_by_its_name(setting: str, value: object, word: str) -> None:
    sentences = refusals(Safety(**{**GOOD, setting: value}))
    assert len(sentences) == 1
    assert word in sentences[0]
    assert sentences[0].endswith("。")


def test_serve_names_everything_that_is_unsafe_and_does_not_start(installed: Installation) -> None:
    done = installed.run("serve", JIBUNGOTO_DEBUG="yes", JIBUNGOTO_HOSTS="*")
    assert done.returncode == 1
    assert "JIBUNGOTO_DEBUG" in done.stderr
    assert "JIBUNGOTO_HOSTS" in done.stderr
    assert "Traceback" not in done.stderr


def test_serve_says_how_to_bring_the_database_into_shape(tmp_path) -> None:
    done = Installation(tmp_path).run("serve", DATABASE_URL=f"sqlite:///{tmp_path}/empty.sqlite3")
    assert done.returncode == 1
    assert "jibungoto manage migrate" in done.stderr


def test_a_taken_port_is_passed_over() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        taken = other.getsockname()[1]
        assert running.free_port("127.0.0.1", taken) > taken


def test_serve_says_that_its_port_is_taken(installed: Installation) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = str(other.getsockname()[1])
        done = installed.run("serve", "--port", port)
    assert done.returncode == 1
    assert port in done.stderr


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_being_asked_to_end_leaves_no_process(installed: Installation, number: int) -> None:
    port = a_free_port()
    with ended(installed.start("serve", "--port", str(port), "--workers", "2")) as process:
        _await(port)
        family = _descendants(process.pid)
        assert len(family) >= 3
        process.send_signal(number)
        assert process.wait(30) == 0
        assert _gone(family)


def test_a_supervisor_that_is_killed_takes_its_processes_along(installed: Installation) -> None:
    port = a_free_port()
    with ended(installed.start("serve", "--port", str(port))) as process:
        _await(port)
        family = _descendants(process.pid)
        process.kill()
        process.wait()
        assert _gone(family)


def _await(port: int) -> None:
    for _ in range(300):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=30).close()
        except urllib.error.HTTPError as answer:
            answer.close()
            return
        except OSError:
            time.sleep(0.1)
        else:
            return
    pytest.fail("the server did not answer")


def _descendants(parent: int) -> set[int]:
    listed = subprocess.run(["ps", "-eo", "pid=,ppid="], capture_output=True, text=True, check=True)
    pairs = [tuple(map(int, line.split())) for line in listed.stdout.splitlines()]
    found, before = {parent}, set()
    while found != before:
        before = set(found)
        found |= {pid for pid, above in pairs if above in found}
    return found - {parent}


def _gone(family: set[int]) -> bool:
    for _ in range(300):
        alive = {pid for pid in family if os.path.exists(f"/proc/{pid}") and not _zombie(pid)}
        if not alive:
            return True
        time.sleep(0.1)
    return False


def _zombie(pid: int) -> bool:
    try:
        with open(f"/proc/{pid}/stat") as stat:
            return stat.read().rsplit(")", 1)[1].split()[0] == "Z"
    except OSError:
        return True
