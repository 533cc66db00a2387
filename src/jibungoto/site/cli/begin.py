"""`jibungoto begin`: a municipality begins, and its first administrator is invited."""

import argparse
from typing import TYPE_CHECKING

from jibungoto.site.cli import cities, ready
from jibungoto.site.cli.words import Stop

if TYPE_CHECKING:
    from jibungoto.kernel.models import Municipality
    from jibungoto.people.models import Invitation


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command to the command line."""
    command = commands.add_parser(
        "begin",
        help="まちをつくり、はじめの管理者を招きます",
        epilog="例：jibungoto begin --municipality 272230 --name 門真市 --manager kanri@example.jp",
    )
    cities.add_options(command)
    command.add_argument(
        "--manager", required=True, metavar="メール", help="管理者になる方のメールアドレス"
    )
    command.set_defaults(run=run)


def run(given: argparse.Namespace) -> int:
    """Make the municipality where it is not there, invite, and say what comes next."""
    ready.make_ready()
    from django.conf import settings
    from django.core.exceptions import ValidationError
    from django.core.validators import validate_email

    from jibungoto.kernel import tenancy
    from jibungoto.people import services
    from jibungoto.people.models import Invitation, Role
    from jibungoto.people.presets import ADMINISTRATOR

    try:
        validate_email(given.manager)
    except ValidationError as fault:
        raise Stop(f"「{given.manager}」は、メールアドレスの形ではありません。", code=2) from fault
    city = cities.find(given)
    if city is None:
        city = cities.make(given, "")
        print(f"{city.name}をつくりました。アドレスは {settings.BASE_URL}/{city.slug}/ です。")
    else:
        print(f"{city.name}は、もうあります（{settings.BASE_URL}/{city.slug}/）。")
    with tenancy.within(city):
        role = Role.objects.get(key=ADMINISTRATOR)
        made = services.invite(email=given.manager, role=role, actor=None)
        if isinstance(made, Invitation):
            print(_invited(city, made))
        else:
            print(f"{given.manager} はもう登録されているので、{city.name}の管理者にしました。")
    print(
        "次に jibungoto serve で始め、管理者の方が地区の形と統計を取りこみます"
        "（jibungoto karte build でもできます）。"
    )
    return 0


def _invited(city: "Municipality", made: "Invitation") -> str:
    from jibungoto.people import letters
    from jibungoto.ui.tags.words import long_date

    told = (
        "メールは、サーバーが動くと送られます。"
        if _mails_leave()
        else "メールの送り先（JIBUNGOTO_MAIL_URL）がないので、次のアドレスをお渡しください。"
    )
    return (
        f"{made.email} を{city.name}の管理者に招きました。{told}\n"
        f"  {letters.invitation_url(made)}\n"
        f"期限は{long_date(made.expires_on)}です。過ぎたら、同じコマンドでもう一度招けます。"
    )


def _mails_leave() -> bool:
    from jibungoto.site.cli import doctor

    return doctor.mails_leave()
