"""The demo's people: one account for each role of ひなた市, with passwords made on this machine."""

import datetime as dt
import json
import secrets
from pathlib import Path

from django.conf import settings

from jibungoto.kernel import clock
from jibungoto.know.organisations.models import Organisation
from jibungoto.know.places.models import District
from jibungoto.people import services as people
from jibungoto.people.models import User

# role key, what the sign-in list calls it, e-mail, scope
CAST = (
    ("administrator", "管理者", "kanri@hinata.example.jp", ""),
    ("planner", "企画・協働の担当課", "kyodo@hinata.example.jp", ""),
    ("department", "各課の担当（公園緑地課）", "koen@hinata.example.jp", ""),
    ("district_officer", "地区担当職員（つつじ台）", "chiku@hinata.example.jp", "district"),
    ("secretary", "推進会議の事務局（つつじ台）", "jimukyoku@hinata.example.jp", "district"),
    ("officer", "団体の役員（つつじ台一丁目自治会）", "yakuin@hinata.example.jp", "organisation"),
    ("", "住民", "jumin@hinata.example.jp", ""),
)


_TERM = 45  # days


def _file() -> Path:
    return Path(settings.HOME) / "demo" / "sign-ins.json"


def sign_ins() -> list[tuple[str, str, str]]:
    """(role in words, e-mail, password) of every demo account; empty before the demo is loaded."""
    if not _file().exists():
        return []
    kept: dict[str, str] = json.loads(_file().read_text("utf-8"))
    return [(label, email, kept[email]) for _role, label, email, _ in CAST if email in kept]


def load() -> None:
    """Make the accounts and their roles, within ひなた市. Asking again changes nothing."""
    kept = {email: password for _, email, password in sign_ins()}
    soon = clock.today() + dt.timedelta(days=_TERM)
    for role, _label, email, scope in CAST:
        password = kept.setdefault(email, f"hinata-{secrets.token_hex(4)}")
        user = people.create_account(email=email, password=password)
        if role:
            people.grant_role(
                role=role,
                user=user,
                district=District.objects.get(slug="tsutsujidai") if scope == "district" else None,
                organisation=Organisation.objects.get(slug="tsutsujidai-jichikai-1")
                if scope == "organisation"
                else None,
                department="公園緑地課" if role == "department" else None,
                # Residents' terms end soon, so that there is something to hand over.
                ends_on=soon if role in ("secretary", "officer") else None,
                reason="見本のため",
            )
    _file().parent.mkdir(parents=True, exist_ok=True)
    _file().write_text(json.dumps(kept, ensure_ascii=False, indent=1), "utf-8")
    _file().chmod(0o600)


def account(email: str) -> User:
    """The invented account with this address. Raises DoesNotExist."""
    return User.objects.get(email=email)
