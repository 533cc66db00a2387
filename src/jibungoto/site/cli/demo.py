"""`jibungoto demo`: from nothing to a city one can walk through, with one command."""

import argparse
import hashlib
import io
import os
import sys
from pathlib import Path

from jibungoto import __version__
from jibungoto.site.cli import bars, build, places, ready, running
from jibungoto.site.cli.turns import turn
from jibungoto.site.cli.web import Web
from jibungoto.site.cli.words import Step, Steps, table


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command to the command line."""
    command = commands.add_parser("demo", help="見本のまちを入れて、すぐに試せます")
    command.add_argument("--port", type=int, default=8000, help="ポート番号（ふだんは 8000）")
    command.add_argument(
        "--once", action="store_true", help="起動して 200 が返るのを確かめたら、終わります"
    )
    command.set_defaults(run=run)


def run(given: argparse.Namespace) -> int:
    """Prepare what is not ready, serve on this machine only, say how to sign in."""
    os.environ["JIBUNGOTO_DEMO"] = "yes"
    # Before the settings are read: mails and printed codes carry the address.
    port = running.free_port("127.0.0.1", given.port)
    os.environ.setdefault("JIBUNGOTO_BASE_URL", f"http://localhost:{port}")
    prepare()
    if port != given.port:
        print(f"ポート {given.port} 番はほかで使われているので、{port} 番で始めます。")
    web = Web(port=port)
    outcome: list[int] = []

    def started() -> bool:
        if given.once:
            outcome.append(running.get(web))
            return False
        _welcome(web)
        return True

    code = running.run(web, jobs=0 if given.once else 1, started=started)
    if outcome:
        print(f"http://127.0.0.1:{port}/ は {outcome[0]} を返しました。終わります。")
        return 0 if outcome[0] == 200 else 1
    print("終わりました。入力した内容は残っています。")
    return code


def prepare() -> None:
    """Front end, translations, database and demo, each only if its sources changed."""
    done, total = (2, 6) if places.CHECKOUT else (0, 4)
    steps = Steps(total, done=done)
    build.front_end(steps)
    build.translations(steps)
    home = places.home()
    with turn(home / "prepare.lock"):
        stamp = home / "prepared"
        now = _digest()
        if stamp.exists() and stamp.read_text() == now and _database_exists():
            steps.already("データベースは整っています")
            steps.already("見本のまちは入っています")
            return
        with steps.step("データベースを整えています") as step:
            ready.migrate(bars.Bar(step))
            step.progress = ""
        with steps.step("見本のまちを入れています") as step:
            _load(step)
        stamp.write_text(now)


def _digest() -> str:
    """A hash over what decides the shape and the content of the demo's database."""
    seen = hashlib.sha256(f"{__version__} {os.environ.get('DATABASE_URL', '')}".encode())
    package = places.PACKAGE
    paths = [*package.rglob("migrations/*.py"), *_demo_files(package / "demo")]
    for path in sorted(paths):
        seen.update(path.relative_to(package).as_posix().encode())
        seen.update(path.read_bytes())
    return seen.hexdigest()


def _demo_files(folder: Path) -> list[Path]:
    return [
        path
        for path in folder.rglob("*")
        if path.is_file() and not {"__pycache__", "tests"} & set(path.parts)
    ]


def _database_exists() -> bool:
    return bool(os.environ.get("DATABASE_URL")) or (places.home() / "jibungoto.sqlite3").exists()


def _load(step: Step) -> None:
    from django.core.management import call_command
    from django.db import connections

    call_command("demo_load", stdout=_Into(step))
    step.progress = ""
    connections.close_all()


class _Into(io.TextIOBase):
    """Shows on a step's line what the command that does the work says last."""

    def __init__(self, step: Step) -> None:
        self.step = step

    def write(self, said: str) -> int:
        if words := said.strip():
            self.step.progress = f"（{words.split('（')[0]}）"
        return len(said)


def _welcome(web: Web) -> None:
    import django

    django.setup()
    from jibungoto.demo.accounts import sign_ins

    print(f"\n自分ごとが動いています: http://localhost:{web.port}/\n")
    print("どの立場でも試せます（見本のまちだけの、ためしのパスワードです）")
    rows = [("立場", "メールアドレス", "パスワード"), *sign_ins()]
    print("\n".join(f"  {line}" for line in table(rows).splitlines()))
    print("\n終えるには Ctrl-C を押してください。")
    sys.stdout.flush()
