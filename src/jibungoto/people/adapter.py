"""How allauth meets our accounts: our sentences, our mails, our way on after signing in."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from jibungoto.kernel import clock
from jibungoto.ui.listing import with_note

from . import devices
from .models import User
from .selectors.participation import unjoined

_WAYS = {
    "reauthenticate": _("パスワードで確かめる"),
    "mfa_reauthenticate": _("認証アプリの数字で確かめる"),
    "mfa_reauthenticate:webauthn": _("パスキーで確かめる"),
}


@dataclass(frozen=True, slots=True)
class Site:
    """What the templates of mails call the site."""

    domain: str


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Mails and addresses of sign-in in our own words."""

    error_messages = {
        "account_inactive": _("このアカウントは止められています。市の担当へお知らせください。"),
        "cannot_remove_primary_email": _("いま使っているアドレスは外せません。"),
        "duplicate_email": _("このアドレスは、もう登録されています。"),
        "email_password_mismatch": _("メールアドレスかパスワードがちがいます。"),
        "email_taken": _("このアドレスは、ほかのアカウントで使われています。"),
        "enter_current_password": _("いまのパスワードがちがいます。"),
        "incorrect_code": _("コードがちがいます。メールをもう一度お確かめください。"),
        "incorrect_password": _("パスワードがちがいます。"),
        "invalid_or_expired_key": _(
            "このリンクは使えなくなっています。もう一度お申し込みください。"
        ),
        "invalid_login": _("サインインできませんでした。もう一度お試しください。"),
        "invalid_password_reset": _(
            "このコードは使えなくなっています。もう一度お申し込みください。"
        ),
        "max_email_addresses": _("アドレスは%d件までです。"),
        "too_many_login_attempts": _(
            "続けてまちがえたため、5分ほどお待ちください。メールのコードでもサインインできます。"
        ),
        "unknown_email": _("このアドレスのアカウントは見つかりません。"),
        "unverified_primary_email": _("先に、メールアドレスの確認を済ませてください。"),
        "select_only_one": _("どれか一つを選んでください。"),
        "same_as_current": _("いまと同じです。新しいものを入れてください。"),
        "rate_limited": _("続けて何度も試されています。少し待ってから、もう一度どうぞ。"),
    }

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Addresses in mails are those of the settings, by whatever name the request came."""
        base = settings.BASE_URL.rstrip("/")
        told = {
            name: f"{base}{urlsplit(value).path}" if name.endswith("_url") else value
            for name, value in context.items()
        }
        told["current_site"] = Site(urlsplit(base).netloc)
        super().send_mail(template_prefix, email, told)

    def format_email_subject(self, subject: str) -> str:
        return with_note(subject, gettext("自分ごと"))

    def get_reauthentication_methods(self, user: User) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = super().get_reauthentication_methods(user)
        return [{**way, "description": _WAYS.get(way["id"], way["description"])} for way in found]

    def post_login(
        self, request: HttpRequest, user: User, *, signup: bool, **kwargs: Any
    ) -> HttpResponse:
        """On to where the person wanted, by way of joining what this device did before."""
        response: HttpResponse = super().post_login(request, user, signup=signup, **kwargs)
        secret = devices.secret_of(request)
        if secret and unjoined(secret=secret) and "Location" in response:
            onward = redirect("account:join")
            onward["Location"] += f"?{_next(response['Location'])}"
            return onward
        return response


def _next(location: str) -> str:
    from django.utils.http import urlencode

    return urlencode({"next": location})


class MfaAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    error_messages = {
        "add_email_blocked": _("二段階の確認を使っているあいだは、アドレスを足せません。"),
        "cannot_delete_authenticator": _("これを外すと、二段階の確認ができなくなります。"),
        "cannot_generate_recovery_codes": _("先に、認証アプリかパスキーを登録してください。"),
        "incorrect_code": _("コードがちがいます。アプリの数字をもう一度お確かめください。"),
        "unverified_email": _("先に、メールアドレスの確認を済ませてください。"),
    }

    def get_totp_issuer(self) -> str:
        return gettext("自分ごと")

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return {**super().get_public_key_credential_rp_entity(), "name": gettext("自分ごと")}


class SocialAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    error_messages = {
        "email_taken": _(
            "このアドレスのアカウントがもうあります。先にサインインしてから、%sをつないでください。"
        ),
        "invalid_token": _("確認の結果を読み取れませんでした。もう一度お試しください。"),
        "no_password": _(
            "先にパスワードを決めてください。外したあと、サインインできなくなります。"
        ),
        "no_verified_email": _("先に、メールアドレスの確認を済ませてください。"),
        "disconnect_last": _("これを外すと、サインインする方法がなくなります。"),
        "connected_other": _("この確認は、ほかのアカウントにつながっています。"),
    }

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Note that somebody has been proved to be who they are, if this provider does that."""
        if proves_identity(sociallogin) and sociallogin.is_existing:
            User.objects.filter(pk=sociallogin.user.pk).update(verified_at=clock.now())
            sociallogin.user.verified_at = clock.now()

    def save_user(self, request: HttpRequest, sociallogin: Any, form: Any = None) -> User:
        if proves_identity(sociallogin):
            sociallogin.user.verified_at = clock.now()
        user: User = super().save_user(request, sociallogin, form)
        return user

    def populate_user(self, request: HttpRequest, sociallogin: Any, data: Any) -> User:
        """Nothing but the address: we don't take names, birthdays or pictures from a provider."""
        user: User = sociallogin.user
        user.email = (data.get("email") or "").lower()
        return user


def proves_identity(sociallogin: Any) -> bool:
    provider = sociallogin.account.get_provider()
    return bool(provider.app.settings.get("proves_identity"))
