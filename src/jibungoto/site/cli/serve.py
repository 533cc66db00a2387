"""`jibungoto serve`: the service for real people. Refuses to start unsafe, in words."""

import argparse
import os
from dataclasses import dataclass
from typing import Any

from jibungoto.site.cli import migrating, running
from jibungoto.site.cli.web import Web, usual_workers
from jibungoto.site.cli.words import Stop

SHORTEST_SECRET = 50
_GUESSED = ("insecure", "secret", "change", "password", "example", "test")
LOCAL = {"localhost", "127.0.0.1", "[::1]"}


@dataclass(frozen=True)
class Safety:
    """What of the settings decides whether serving is safe."""

    debug: bool
    demo: bool
    secret: str
    hosts: tuple[str, ...]
    base_url: str


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command to the command line."""
    command = commands.add_parser("serve", help="本番のサーバーを動かします")
    command.add_argument(
        "--host", default="127.0.0.1", help="受けつけるアドレス（ふだんは 127.0.0.1）"
    )
    command.add_argument("--port", type=int, default=8000, help="ポート番号（ふだんは 8000）")
    command.add_argument(
        "--workers", type=int, default=usual_workers(), help="同時に動かすプロセスの数"
    )
    command.add_argument(
        "--jobs", type=int, default=1, help="順番待ちの仕事をするプロセスの数（0 なら別に worker）"
    )
    command.add_argument("--log-requests", action="store_true", help="受けつけた要求を記録します")
    command.set_defaults(run=run)


def run(given: argparse.Namespace) -> int:
    """Serve if the settings are safe and the database is in shape."""
    import django

    django.setup()
    refuse_unsafe()
    refuse_unready()
    if running.free_port(given.host, given.port) != given.port:
        raise Stop(
            f"ポート {given.port} 番はほかで使われています。"
            "それを止めるか、--port で別の番号を選んでください。"
        )
    web = Web(given.host, given.port, given.workers, log_requests=given.log_requests)

    def started() -> bool:
        print(
            f"http://{web.host}:{web.port} で受けつけています"
            f"（プロセス {web.workers}、仕事の係 {given.jobs}）。終えるには Ctrl-C。",
            flush=True,
        )
        return True

    return running.run(web, jobs=given.jobs, started=started)


def refusals(safety: Safety) -> list[str]:
    """Why these settings must not face the public; each sentence says what to do."""
    found = []
    if safety.debug:
        found.append(
            "JIBUNGOTO_DEBUG が入っています。中の様子が外から見えてしまうので、外してください。"
        )
    if len(safety.secret) < SHORTEST_SECRET or len(set(safety.secret)) < 10:
        found.append(
            f"JIBUNGOTO_SECRET_KEY が短すぎます（{SHORTEST_SECRET} 文字以上）。"
            "設定を外せば、安全なものを自動でつくります。"
        )
    elif any(word in safety.secret.lower() for word in _GUESSED):
        found.append(
            "JIBUNGOTO_SECRET_KEY が、見本のままのようです。"
            "設定を外せば、安全なものを自動でつくります。"
        )
    if not any(host.strip() for host in safety.hosts):
        found.append(
            "JIBUNGOTO_HOSTS が空です。このサイトの名前を書いてください（例: machi.example.jp）。"
        )
    if any(host.strip() == "*" for host in safety.hosts):
        found.append(
            "JIBUNGOTO_HOSTS の「*」は、にせの名前も受けつけます。サイトの名前を書いてください。"
        )
    if set(safety.hosts) - LOCAL:
        found += _refusals_in_public(safety)
    return found


def _refusals_in_public(safety: Safety) -> list[str]:
    found = []
    if safety.demo:
        found.append(
            "JIBUNGOTO_DEMO が入っています。パスワードが公開されている見本なので、外してください。"
        )
    if not safety.base_url.startswith("https://"):
        found.append(
            "JIBUNGOTO_BASE_URL を https:// で始まるアドレスにしてください。"
            "通信が暗号にならないと、パスワードを盗み見られます。"
        )
    return found


def safety(settings: Any) -> Safety:
    """What decides, taken from Django's settings."""
    return Safety(
        debug=settings.DEBUG,
        demo=settings.DEMO,
        secret=settings.SECRET_KEY,
        hosts=tuple(settings.ALLOWED_HOSTS),
        base_url=settings.BASE_URL,
    )


def refuse_unsafe() -> None:
    """Raise Stop with every refusal of the installation's settings."""
    from django.conf import settings

    if found := refusals(safety(settings)):
        lines = "\n".join(f"・{sentence}" for sentence in found)
        raise Stop(f"このままでは公開できません。\n{lines}")


def refuse_unready() -> None:
    """Raise Stop if the database cannot be reached or lacks migrations; what a new version lets the
    roles of the house do, they may from now on."""
    from django.db import DatabaseError, connection

    from jibungoto.people.services import follow_presets

    try:
        missing = migrating.waiting()
    except DatabaseError as fault:
        where = "DATABASE_URL" if os.environ.get("DATABASE_URL") else "JIBUNGOTO_HOME"
        raise Stop(
            f"データベースにつながりません。{where} を確かめてください。\n{fault}"
        ) from fault
    if missing:
        raise Stop(
            f"データベースに、まだ済んでいない移行が {missing} 件あります。\n"
            "控えを取ってから jibungoto manage migrate を動かしてください。"
        )
    follow_presets()
    connection.close()
