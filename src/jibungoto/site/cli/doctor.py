"""`jibungoto doctor`: what is wrong with an installation, and how to mend it."""

import argparse
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from jibungoto import __version__
from jibungoto.site.cli import frontend, migrating, places, serve
from jibungoto.site.cli.turns import Taken, turn
from jibungoto.site.cli.words import Stop, table

ROOM = 1_000_000_000  # bytes that should stay free
TIGHT = 200_000_000  # bytes below which writing may fail any moment
FIRST_DAY = 1_767_225_600  # 2026-01-01 UTC: no clock may stand before the software was written


class Grade(StrEnum):
    """How a finding is judged."""

    GOOD = "ok"
    CARE = "注意"
    BAD = "だめ"


@dataclass(frozen=True)
class Finding:
    """One thing looked at, and what to do about it."""

    grade: Grade
    subject: str
    state: str
    mend: str = ""


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command to the command line."""
    command = commands.add_parser("doctor", help="具合の悪いところと、直し方を言います")
    command.set_defaults(run=run)


def run(_given: argparse.Namespace) -> int:
    """Look at everything; 1 if something is broken."""
    findings = list(examine())
    print(table([(one.grade, one.subject, one.state) for one in findings]))
    mends = [one for one in findings if one.mend]
    if mends:
        print("\n直し方")
        print("\n".join(f"・{one.subject}: {one.mend}" for one in mends))
    return 1 if any(one.grade is Grade.BAD for one in findings) else 0


def examine() -> Iterator[Finding]:
    """Look at one thing after another. A look that fails is a finding, not the end."""
    yield from (_safely(look) for look in _WITHOUT_SETTINGS)
    try:
        import django

        django.setup()
    except Exception as fault:
        yield Finding(
            Grade.BAD,
            "設定",
            f"読めません（{fault}）",
            "docs/install.md の設定の表と比べてください。",
        )
        return
    # What can't be looked at for want of another is said once, with the other's name.
    needed = ""
    for look in (_database, _migrations, _chain, _cities):
        found = _safely(look) if not needed else _unseen(look, needed)
        needed = needed or (found.subject if found.grade is Grade.BAD else "")
        yield found
    yield from (_safely(look) for look in _WITH_SETTINGS)


def _safely(look: Callable[[], Finding]) -> Finding:
    try:
        return look()
    except Exception as fault:
        subject = (look.__doc__ or look.__name__).rstrip("。.")
        return Finding(
            Grade.BAD, subject, f"確かめられません（{fault}）", "上の行から順に直してください。"
        )


def _unseen(look: Callable[[], Finding], needed: str) -> Finding:
    subject = (look.__doc__ or look.__name__).rstrip("。.")
    return Finding(Grade.CARE, subject, f"「{needed}」が直ると、確かめられます")


def _python() -> Finding:
    """Python"""
    version = ".".join(str(number) for number in sys.version_info[:3])
    return Finding(Grade.GOOD, "Python", f"{version}、Jibungoto {__version__}")


def _room() -> Finding:
    """空き容量"""
    place = places.home()
    while not place.exists():
        place = place.parent
    free = shutil.disk_usage(place).free
    state = f"{free / 1e9:.1f} GB"
    if free >= ROOM:
        return Finding(Grade.GOOD, "空き容量", state)
    grade = Grade.BAD if free < TIGHT else Grade.CARE
    return Finding(grade, "空き容量", state, "古い控えなどを移して、1 GB より多く空けてください。")


def _home() -> Finding:
    """データの置き場所"""
    home = places.home()
    try:
        home.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=home):
            pass
    except OSError as fault:
        return Finding(
            Grade.BAD,
            "データの置き場所",
            f"{home} に書けません（{fault.strerror}）",
            "持ち主と許可を直すか、JIBUNGOTO_HOME で別の場所を選んでください。",
        )
    return Finding(Grade.GOOD, "データの置き場所", str(home))


def _clock() -> Finding:
    """時計"""
    now = time.time()
    if now < FIRST_DAY:
        return Finding(Grade.BAD, "時計", time.ctime(now), "機械の時計を合わせてください（NTP）。")
    database = places.home() / "jibungoto.sqlite3"
    if database.exists() and database.stat().st_mtime > now + 300:
        return Finding(
            Grade.CARE, "時計", "データより前の時刻です", "機械の時計を合わせてください（NTP）。"
        )
    return Finding(Grade.GOOD, "時計", time.strftime("%Y-%m-%d %H:%M %Z"))


def _front_end() -> Finding:
    """画面の部品"""
    mend = "jibungoto build を動かしてください。"
    if not frontend.built(places.PACKAGE):
        return Finding(Grade.CARE, "画面の部品", "組み立てていません", mend)
    if places.CHECKOUT and frontend.stale(places.CHECKOUT):
        return Finding(Grade.CARE, "画面の部品", "元より古いままです", mend)
    return Finding(Grade.GOOD, "画面の部品", "できています")


def _fonts() -> Finding:
    """印刷の書体"""
    found = list((places.PACKAGE / "ui/fonts").glob("*.ttf"))
    if len(found) >= 2:
        return Finding(Grade.GOOD, "印刷の書体", "BIZ UDPゴシック")
    mend = "jibungoto build を動かしてください。"
    return Finding(Grade.CARE, "印刷の書体", "ありません。印刷物の文字が欠けます", mend)


def _jobs() -> Finding:
    """仕事の係"""
    try:
        with turn(places.home() / "jobs.lock", wait=False):
            pass
    except Taken:
        return Finding(Grade.GOOD, "仕事の係", "動いています")
    mend = "jibungoto serve（または demo、worker）を動かしてください。"
    return Finding(Grade.CARE, "仕事の係", "動いていません。取りこみや通知が進みません", mend)


def _database() -> Finding:
    """データベース"""
    from django.db import OperationalError, connection

    try:
        connection.ensure_connection()
    except OperationalError as fault:
        said = str(fault).strip().splitlines()[0]
        mend = (
            "PostgreSQL が動いているか、"
            "DATABASE_URL の宛先・名前・パスワードが合っているかを見てください。"
            if connection.vendor == "postgresql"
            else "データベースのファイルと、その置き場所の許可を確かめてください。"
        )
        return Finding(Grade.BAD, "データベース", f"つながりません（{said}）", mend)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            version = int(connection.pg_version) // 10000  # type: ignore[attr-defined]
            return Finding(Grade.GOOD, "データベース", f"PostgreSQL {version}")
        journal = cursor.execute("PRAGMA journal_mode").fetchone()[0]
        version = cursor.execute("SELECT sqlite_version()").fetchone()[0]
        sound = cursor.execute("PRAGMA quick_check(1)").fetchone()[0]
    if sound != "ok":
        mend = "すぐに止めて、いちばん新しい控えから jibungoto restore で戻してください。"
        return Finding(
            Grade.BAD, "データベース", f"SQLite のファイルがこわれています（{sound}）", mend
        )
    if journal != "wal":
        mend = "データベースを、ネットワーク越しでない普通のディスクに置いてください。"
        return Finding(Grade.CARE, "データベース", f"SQLite {version}、WAL ではありません", mend)
    return Finding(Grade.GOOD, "データベース", f"SQLite {version}、WAL")


def _migrations() -> Finding:
    """移行"""
    try:
        missing = migrating.waiting()
    except Stop as fault:
        return Finding(Grade.BAD, "移行", "この版では進めません", str(fault))
    if missing:
        mend = "控えを取ってから jibungoto manage migrate を動かしてください。"
        return Finding(Grade.BAD, "移行", f"済んでいないものが {missing} 件あります", mend)
    return Finding(Grade.GOOD, "移行", "すべて済んでいます")


def _chain() -> Finding:
    """操作の記録"""
    from jibungoto.site.cli import audit

    heads, faults = audit.state()
    if faults:
        mend = "jibungoto audit verify で場所を見て、その前の控えと比べてください。"
        return Finding(Grade.BAD, "操作の記録", f"つながらないところが {len(faults)} か所", mend)
    return Finding(Grade.GOOD, "操作の記録", f"{len(heads)} 本、つながっています")


def _cities() -> Finding:
    """まちと管理者"""
    from jibungoto.people.selectors.administrators import (
        cities_without_administrator,
        invited_to_administer,
    )

    number, without = cities_without_administrator()
    begin = "jibungoto begin --municipality まち --manager メール を打ってください。"
    if not number:
        return Finding(Grade.CARE, "まちと管理者", "まちが、まだありません", begin)
    invited = invited_to_administer()
    if without and set(without) == set(invited):
        state = f"招いた管理者が、まだ来ていないまちがあります（{'、'.join(invited[:5])}）"
        mend = "招待のメールのアドレスを開いてもらってください。届いていなければ、もう一度 " + begin
        return Finding(Grade.CARE, "まちと管理者", state, mend)
    if without:
        state = f"管理者のいないまちがあります（{'、'.join(without[:5])}）"
        return Finding(Grade.CARE, "まちと管理者", state, begin)
    return Finding(Grade.GOOD, "まちと管理者", f"{number} のまちに、管理者がいます")


def mails_leave() -> bool:
    """Whether a server is set that takes mails on."""
    return bool(os.environ.get("JIBUNGOTO_MAIL_URL"))


def _mail() -> Finding:
    """メール"""
    if mails_leave():
        return _mail_server()
    mend = "本番では JIBUNGOTO_MAIL_URL に smtp://… を書いてください。"
    return Finding(Grade.CARE, "メール", f"届きません。{places.home() / 'mail'} にたまります", mend)


def _mail_server() -> Finding:
    """Open the way mails go, as the first mail would."""
    from django.core.mail import mailers

    connection = mailers["default"]
    try:
        connection.open()
        connection.close()
    except OSError as fault:  # of names, of the net, of SMTP
        mend = "JIBUNGOTO_MAIL_URL のサーバー・ポート番号・利用者・パスワードを確かめてください。"
        return Finding(Grade.BAD, "メール", f"送り先のサーバーにつながりません（{fault}）", mend)
    return Finding(Grade.GOOD, "メール", "送り先のサーバーにつながりました")


def _safety() -> Finding:
    """公開の備え"""
    from django.conf import settings

    found = serve.refusals(serve.safety(settings))
    if found:
        return Finding(Grade.CARE, "公開の備え", "このままでは公開できません", " ".join(found))
    public = [host for host in settings.ALLOWED_HOSTS if host not in serve.LOCAL]
    if not public:
        mend = "公開するときは JIBUNGOTO_HOSTS にサイトの名前を書いてください。"
        return Finding(Grade.CARE, "公開の備え", "この機械からだけ開けます", mend)
    return Finding(Grade.GOOD, "公開の備え", "、".join(public))


def _secret() -> Finding:
    """秘密の鍵"""
    kept: Path = places.home() / "secret.key"
    if os.environ.get("JIBUNGOTO_SECRET_KEY"):
        return Finding(Grade.GOOD, "秘密の鍵", "JIBUNGOTO_SECRET_KEY にあります")
    if kept.exists() and kept.stat().st_mode & 0o077:
        return Finding(
            Grade.BAD,
            "秘密の鍵",
            f"{kept} をほかの人も読めます",
            f"chmod 600 {kept} を打ってください。",
        )
    return Finding(Grade.GOOD, "秘密の鍵", str(kept))


def _proxies() -> Finding:
    """前に置いたサーバー"""
    from django.conf import settings

    number = settings.ALLAUTH_TRUSTED_PROXY_COUNT
    if settings.BASE_URL.startswith("https://") and not number:
        mend = (
            "通信を暗号にするサーバーを前に置いたら、その数を JIBUNGOTO_PROXIES に書いてください。"
        )
        state = "数が書かれていません。回数の制限が、全員まとめて数えられます"
        return Finding(Grade.CARE, "前に置いたサーバー", state, mend)
    return Finding(Grade.GOOD, "前に置いたサーバー", f"{number} 台")


def _readers() -> Finding:
    """置き場所を読める人"""
    from django.conf import settings

    home = places.home()
    others = home.exists() and home.stat().st_mode & 0o007
    if settings.BASE_URL.startswith("https://") and others:
        state = f"{home} を、この機械のほかの利用者も開けます"
        return Finding(
            Grade.CARE, "置き場所を読める人", state, f"chmod 700 {home} を打ってください。"
        )
    return Finding(
        Grade.GOOD,
        "置き場所を読める人",
        "動かす利用者だけ" if not others else "試すだけなら十分です",
    )


_WITHOUT_SETTINGS = (_python, _room, _home, _clock, _front_end, _fonts)
_WITH_SETTINGS = (_jobs, _mail, _secret, _readers, _safety, _proxies)
