"""Which municipality a command is about: found by slug, code or name, or made where it is told."""

import argparse
import re
from typing import TYPE_CHECKING, Any

from jibungoto.site.cli.words import Stop

if TYPE_CHECKING:
    from jibungoto.kernel.models import Municipality


def add_options(command: argparse.ArgumentParser, *, required: bool = True) -> None:
    """The options that name a municipality."""
    command.add_argument(
        "--municipality", required=required, metavar="まち", help="アドレスの名前・団体コード・名前"
    )
    command.add_argument("--name", default="", help="まちの名前（新しくつくるとき）")
    command.add_argument("--code", default="", help="全国地方公共団体コード（新しくつくるとき）")


def find(given: argparse.Namespace) -> "Municipality | None":
    """The municipality named, if it is there."""
    from jibungoto.kernel.models import Municipality

    wanted = given.municipality
    found = Municipality.objects.filter(slug=wanted) | Municipality.objects.filter(name=wanted)
    if _is_code(wanted):
        found = found | Municipality.objects.filter(code__startswith=wanted[:5])
    return found.first()


def make(given: argparse.Namespace, told_name: str) -> "Municipality":
    """A new municipality of the code or name given. Raises Stop where the name can't be known."""
    from django.core.exceptions import ValidationError
    from django.db import transaction

    from jibungoto.japan.codes import CodeError, read_code
    from jibungoto.kernel import tenancy, vocabulary
    from jibungoto.kernel.middleware import RESERVED
    from jibungoto.kernel.models import Municipality
    from jibungoto.people import services as people

    wanted = given.municipality
    code = given.code or (wanted if _is_code(wanted) else "")
    try:
        code = str(read_code(code).code) if code else ""
    except CodeError as error:
        raise Stop(str(error), code=2) from error
    name = given.name or ("" if _is_code(wanted) or _is_slug(wanted) else wanted) or told_name
    if not name:
        raise Stop(
            f"「{wanted}」は、まだ登録されていません。つくるときは --name 名前 を付けてください"
            "（例：--municipality 272230 --name 門真市）。",
            code=2,
        )
    slug = wanted if _is_slug(wanted) and not _is_code(wanted) else (code[:5] or "machi")
    told: dict[str, Any] = {"slug": slug, "name": name, "code": code}
    if not name.isprintable():
        raise Stop("まちの名前に、目に見えない文字が入っています。打ち直してください。", code=2)
    if slug in RESERVED:
        raise Stop(
            f"「{slug}」は、このサイトのほかのページのアドレスです。別の名前にしてください。",
            code=2,
        )
    city = Municipality(**told)
    try:
        city.full_clean()
    except ValidationError as error:
        raise Stop("まちをつくれません。" + "".join(error.messages), code=2) from error
    with transaction.atomic():
        city.save()
        with tenancy.within(city):
            vocabulary.apply_preset(city)
            people.create_roles(city)
    return city


def five_of(given: argparse.Namespace) -> str:
    """The first five digits of the code given, or "" """
    code = given.code or given.municipality
    return code[:5] if _is_code(code) else ""


def _is_code(text: str) -> bool:
    return re.fullmatch(r"\d{5,6}", text) is not None


def _is_slug(text: str) -> bool:
    return re.fullmatch(r"[-a-zA-Z0-9_]+", text) is not None
