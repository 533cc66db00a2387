"""allauth's forms in our own words: labels, hints, and no placeholders in their place."""

from typing import Any, ClassVar

from allauth.account import forms as account
from allauth.socialaccount import forms as social
from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

_PASSWORD_HINT = _("10文字以上。ほかで使っているものや、よくあることばは避けてください。")
_CODE_HINT = _("メールに書いてある英数字です。届いてから15分のあいだ使えます。")


class OurWords(forms.Form):
    """Give fields their label and hint, and take allauth's placeholders away."""

    words: ClassVar[dict[str, tuple[Any, Any]]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            if name in self.words:
                field.label, field.help_text = self.words[name]


class _PasswordTwice:
    """The same password typed twice, and our own sentence when it is not."""

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = forms.Form.clean(self) or self.cleaned_data  # type: ignore[arg-type, attr-defined]
        first, second = cleaned.get("password1"), cleaned.get("password2")
        if first and second and first != second:
            self.add_error("password2", gettext("2回の入力がちがっています。"))  # type: ignore[attr-defined]
        return cleaned


_NEW_TWICE = {
    "password1": (_("新しいパスワード"), _PASSWORD_HINT),
    "password2": (_("新しいパスワード（もう一度）"), ""),
}


class SignIn(OurWords, account.LoginForm):  # type: ignore[misc]
    words = {"login": (_("メールアドレス"), ""), "password": (_("パスワード"), "")}


class SignUp(OurWords, account.SignupForm):  # type: ignore[misc]
    words = {
        "email": (_("メールアドレス"), _("確認のコードをお送りします。ほかの方には見えません。")),
        "password1": (_("パスワード"), _PASSWORD_HINT),
    }


class ChangeEmail(OurWords, account.AddEmailForm):  # type: ignore[misc]
    words = {"email": (_("新しいメールアドレス"), _("確認のコードをこのアドレスへお送りします。"))}


class ChangeEmailBeforeCode(OurWords, account.ChangeEmailForm):  # type: ignore[misc]
    words = {"email": (_("正しいメールアドレス"), "")}


class ChangePassword(_PasswordTwice, OurWords, account.ChangePasswordForm):  # type: ignore[misc]
    words = {"oldpassword": (_("いまのパスワード"), ""), **_NEW_TWICE}


class SetPassword(_PasswordTwice, OurWords, account.SetPasswordForm):  # type: ignore[misc]
    words = _NEW_TWICE


class AskNewPassword(OurWords, account.ResetPasswordForm):  # type: ignore[misc]
    words = {"email": (_("メールアドレス"), _("登録してあるアドレスを入れてください。"))}


class NewPassword(_PasswordTwice, OurWords, account.ResetPasswordKeyForm):  # type: ignore[misc]
    words = _NEW_TWICE


class ResetCode(OurWords, account.ConfirmPasswordResetCodeForm):  # type: ignore[misc]
    words = {"code": (_("届いたコード"), _CODE_HINT)}


class AskCode(OurWords, account.RequestLoginCodeForm):  # type: ignore[misc]
    words = {"email": (_("メールアドレス"), _("サインインのコードをお送りします。"))}


class SignInCode(OurWords, account.ConfirmLoginCodeForm):  # type: ignore[misc]
    words = {
        "code": (
            _("届いたコード"),
            _("メールに書いてある英数字です。届いてから3分のあいだ使えます。"),
        )
    }


class EmailCode(OurWords, account.ConfirmEmailVerificationCodeForm):  # type: ignore[misc]
    words = {"code": (_("届いたコード"), _CODE_HINT)}


class Again(OurWords, account.ReauthenticateForm):  # type: ignore[misc]
    words = {"password": (_("パスワード"), "")}


class SignUpThroughProvider(OurWords, social.SignupForm):  # type: ignore[misc]
    words = {
        "email": (_("メールアドレス"), _("お知らせと、サインインできないときの連絡に使います。"))
    }


class Disconnect(OurWords, social.DisconnectForm):  # type: ignore[misc]
    words = {"account": (_("外すつながり"), "")}
