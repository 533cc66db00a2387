"""What is wrong with a page, in words: what happened, and what to do."""

from django.utils.translation import gettext as _

from jibungoto.engines.sheets import Fault

from .models import ScanPage


def words(page: ScanPage) -> str:
    """One or two sentences about a page that makes no sheet; "" for one that does."""
    if page.trouble:
        return _trouble(page)
    if not page.fault:
        return ""
    return {
        Fault.NO_PAGE: _(
            "四すみの黒いしるしが見つかりません。用紙の全体が入るように、明るいところで撮り直してください。"
        ),
        Fault.NO_QR: _("右上のQRを読めません。汚れや折れがあれば、手で入力してください。"),
        Fault.FOREIGN_QR: _(
            "ほかのQR（{}）です。この用紙の仕組みで刷ったものではありません。"
        ).format(page.said),
        Fault.UNKNOWN: _("このまちで刷った用紙ではありません。"),
        Fault.OTHER_LAYOUT: _(
            "印のついた場所が、登録されている用紙とちがいます。手で入力してください。"
        ),
        Fault.CUT_OFF: _("用紙の端が切れています。四すみまで入るように撮り直してください。"),
        Fault.BLURRED: _("ぼけています。すべての答えを、人が確かめます。"),
        Fault.COARSE: _("画像が粗すぎます。すべての答えを、人が確かめます。"),
        Fault.DARK: _("暗いところがあります。すべての答えを、人が確かめます。"),
    }[Fault(page.fault)]


def _trouble(page: ScanPage) -> str:
    number = page.serial
    if page.trouble == ScanPage.Trouble.NO_FILE:
        return page.said or _("画像を取り出せませんでした。")
    if page.trouble == ScanPage.Trouble.OTHER_NODE:
        title = page.form.title if page.form else ""
        return _("「{}」の用紙です。そちらのページから出してください。").format(title)
    if page.trouble == ScanPage.Trouble.SAME_PAGE:
        return _("{}番の{}ページ目が、もう一枚あります。先の一枚を使いました。").format(
            number, page.page
        )
    return _("{}番の用紙は、すでに入っています。二度は数えません。").format(number)
