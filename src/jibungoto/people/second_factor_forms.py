"""allauth's forms of the second factor, in our own words; apart, as few requests need fido2."""

from allauth.mfa.base import forms as mfa
from allauth.mfa.recovery_codes import forms as recovery
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django.utils.translation import gettext_lazy as _

from .account_forms import OurWords

_SECOND = (
    _("確認コード"),
    _("認証アプリに出ている6けたの数字、または控えてある予備コードの一つ。"),
)


class SecondFactor(OurWords, mfa.AuthenticateForm):  # type: ignore[misc]
    words = {"code": _SECOND}


class SecondFactorAgain(OurWords, mfa.ReauthenticateForm):  # type: ignore[misc]
    words = {"code": _SECOND}


class ActivateTotp(OurWords, totp.ActivateTOTPForm):  # type: ignore[misc]
    words = {"code": (_("確認コード"), _("アプリに出ている6けたの数字。"))}


class DeactivateTotp(OurWords, totp.DeactivateTOTPForm):  # type: ignore[misc]
    pass


class MakeRecoveryCodes(OurWords, recovery.GenerateRecoveryCodesForm):  # type: ignore[misc]
    pass


class AddPasskey(OurWords, webauthn.AddWebAuthnForm):  # type: ignore[misc]
    words = {
        "name": (_("この鍵の名前"), _("あとで見分けるための名前です。例：わたしのスマートフォン")),
        "passwordless": (
            _("パスワードなしのサインインにも使う（パスキー）"),
            _("指紋や顔、画面ロックでサインインできます。"),
        ),
    }


class EditPasskey(OurWords, webauthn.EditWebAuthnForm):  # type: ignore[misc]
    words = {"name": (_("この鍵の名前"), _("あとで見分けるための名前です。"))}
