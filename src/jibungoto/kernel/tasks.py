"""The kernel's own jobs."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop as noop

from jibungoto.kernel import files, jobs, statistics
from jibungoto.kernel.jobs import Progress, upkeep
from jibungoto.kernel.outbox import letters, mails, services
from jibungoto.kernel.outbox.merging import merge
from jibungoto.ui.saying import say


@jobs.job("kernel.jobs.tidy", title=_("終わった仕事の記録を片づける"))
def tidy(progress: Progress) -> None:
    upkeep.tidy()
    services.forget_old_events()
    letters.forget_old()


@jobs.job("kernel.outbox.merge", title=_("新しい動きをまとめて知らせる"))
def merge_news(progress: Progress) -> None:
    merge()
    mails.collect()
    if mails.is_waiting():
        jobs.enqueue("kernel.outbox.mail")


@jobs.job("kernel.outbox.mail", title=_("お知らせのメールを出す"), retries=8, long=True)
def send_mails(progress: Progress) -> None:
    # Long, so that no transaction is open around it: each mail's state must be committed first.
    mails.send(progress)


@jobs.job("kernel.outbox.letters", title=_("担当へのメールを出す"), retries=8, long=True)
def send_letters(progress: Progress) -> None:
    letters.send(progress)


@jobs.job("kernel.database.look_over", title=_("データベースの見積もりを新しくする"), long=True)
def look_over_the_database(progress: Progress) -> None:
    statistics.renew()


@jobs.job("kernel.files.sweep", title=_("外したファイルを片づける"))
def sweep_files(progress: Progress) -> str:
    return say(noop("{}件を片づけました。"), files.sweep())
