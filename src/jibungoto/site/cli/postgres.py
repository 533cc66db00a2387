"""A throw-away PostgreSQL for tests: made in a folder of its own, gone afterwards.

It listens on a socket in that folder only, never runs as root, and does without the care for the
disk that real data need.
"""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

from jibungoto.site.cli.words import Stop

OLDEST = 15
_FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=60")


@contextmanager
def throwaway(*, durable: bool = False) -> Iterator[str]:
    """Start a server, yield its address for DATABASE_URL, stop and delete it.

    `durable` keeps the care for the disk: for measuring, not for tests.
    """
    programs = _programs()
    account = _account()
    place = Path(tempfile.mkdtemp(prefix="jibungoto-pg-"))
    server: subprocess.Popen[bytes] | None = None
    try:
        if account:
            os.chown(place, account["user"], account["group"])
        data = place / "data"
        _make(programs, data, account)
        server = _start(programs, place, account, ("max_connections=60",) if durable else _FAST)
        yield f"postgres://postgres@{quote(str(place), safe='')}/postgres"
    finally:
        if server:
            _stop(server)
        shutil.rmtree(place, ignore_errors=True)


def program(name: str, *, at_least: int = OLDEST) -> Path | None:
    """The newest `name` (initdb, pg_dump, …) of version `at_least` or later on this machine."""
    roots = [Path("/usr/lib/postgresql"), Path("/usr/pgsql"), Path("/opt/homebrew/opt")]
    found = [path for root in roots for path in root.glob(f"*/bin/{name}")]
    if on_path := shutil.which(name):
        found.append(Path(on_path).resolve())  # a link may stand alone, without its sisters
    good = [(version, path) for path in found if (version := _version(path)) >= at_least]
    return max(good)[1] if good else None


def _version(path: Path) -> int:
    try:
        asked = subprocess.run([path, "--version"], capture_output=True, text=True, check=True)
        return int(asked.stdout.split()[2].split(".")[0])
    except (OSError, ValueError, IndexError, subprocess.CalledProcessError):
        return 0


def _programs() -> Path:
    found = program("initdb")
    if not found:
        raise Stop(
            f"PostgreSQL {OLDEST} 以上が見つかりません。"
            "入れてからお試しください（Debian・Ubuntu は apt-get install postgresql）。"
        )
    return found.parent


def _account() -> dict[str, Any]:
    """Whom the server runs as: PostgreSQL refuses to run as root."""
    if os.getuid() != 0:
        return {}
    for name in ("postgres", "nobody"):
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}
    raise Stop("PostgreSQL を動かす利用者（postgres か nobody）がこの機械にいません。")


def _make(programs: Path, data: Path, account: dict[str, Any]) -> None:
    command = [str(programs / "initdb"), "-D", str(data), "-U", "postgres", "-A", "trust", "-N"]
    command += ["--encoding=UTF8", "--locale=C.UTF-8"]
    made = subprocess.run(
        command, cwd=data.parent, capture_output=True, text=True, check=False, **account
    )
    if made.returncode:
        raise Stop(f"PostgreSQL を用意できませんでした。\n{made.stderr.strip()}")


def _start(
    programs: Path, place: Path, account: dict[str, Any], settings: Sequence[str]
) -> subprocess.Popen[bytes]:
    command: list[str] = [str(programs / "postgres"), "-D", str(place / "data")]
    command += ["-k", str(place), "-c", "listen_addresses="]
    for setting in settings:
        command += ["-c", setting]
    log = (place / "log").open("wb")
    # A session of its own: Ctrl-C must reach the tests first, and the server only through us.
    server = subprocess.Popen(
        command, cwd=place, stdout=log, stderr=log, start_new_session=True, **account
    )
    log.close()
    ready = [str(programs / "pg_isready"), "-q", "-h", str(place)]
    for _ in range(300):
        if subprocess.run(ready, check=False).returncode == 0:
            return server
        if server.poll() is not None:
            break
        time.sleep(0.1)
    _stop(server)
    raise Stop(f"PostgreSQL が動きませんでした。\n{(place / 'log').read_text(errors='replace')}")


def _stop(server: subprocess.Popen[bytes]) -> None:
    # SIGINT asks PostgreSQL for a fast shutdown: it cuts connections and ends cleanly.
    server.send_signal(signal.SIGINT)
    try:
        server.wait(10)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()
