"""Freezing a questionnaire and printing copies of it."""

import dataclasses
import hashlib
import json

from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from jibungoto.engines.sheets import Layout
from jibungoto.hear.sheets import kinds, printing, selectors, setting
from jibungoto.hear.sheets.kinds import Questionnaire
from jibungoto.hear.sheets.models import SheetBatch, SheetBox, SheetForm, SheetItem, SheetOption
from jibungoto.kernel import audit, jobs
from jibungoto.kernel.actor import Actor
from jibungoto.kernel.models import Node
from jibungoto.ui.pdf import CannotPrint

from .errors import SheetError

MOST_COPIES = 300
AT_ONCE = 40  # pages: more are printed by a job
MOST_PAGES = 20
MOST_PRINTED = 1200  # pages at once: the typesetter takes a minute for them
JOB = "sheets.print"


def freeze_form(*, node: Node, actor: Actor | None = None) -> SheetForm:
    """The form of a node's questionnaire as it is now; the one there is when nothing changed.

    Raises SheetError for a questionnaire that can't be printed.
    """
    kind = kinds.of_node(node)
    if kind is None:
        raise SheetError(_("この記録には、紙で答えるものがありません。"))
    asked = kind.questionnaire(node).whole()
    if not asked.items:
        raise SheetError(_("印刷する問いが、まだありません。問いを入れてから印刷してください。"))
    try:
        layout = setting.arrange(asked)
    except ValueError as fault:
        raise SheetError(
            _("用紙に収まらない問いがあります。文や選択肢を短くしてください。")
        ) from fault
    if len(layout.pages) > MOST_PAGES:
        raise SheetError(
            _("{}ページになります。紙は{}ページまでです。問いを分けてください。").format(
                len(layout.pages), MOST_PAGES
            )
        )
    digest = digest_of(asked, layout)
    for _try in range(3):
        found = SheetForm.objects.filter(node=node, digest=digest).first()
        if found is not None:
            return found
        try:
            return _write_form(node, kind.key, asked, layout, digest, actor)
        except IntegrityError:  # somebody froze it, or another version, at the same time
            continue
    raise SheetError(_("ほかの方が同時に印刷しています。少し待って、もう一度お試しください。"))


def digest_of(asked: Questionnaire, layout: Layout) -> str:
    """Equal for two questionnaires that look the same on paper."""
    said = dataclasses.asdict(asked)
    text = json.dumps([said, layout.hash], ensure_ascii=False, default=str, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


@transaction.atomic
def _write_form(
    node: Node, kind: str, asked: Questionnaire, layout: Layout, digest: str, actor: Actor | None
) -> SheetForm:
    last = selectors.latest(node)
    form = SheetForm.objects.create(
        node=node, kind=kind, version=last.version + 1 if last else 1, layout_hash=layout.hash,
        digest=digest, pages=len(layout.pages), title=asked.title[:200], lead=asked.lead,
        asker=asked.asker[:120], until=asked.until, hand_in=asked.hand_in[:300],
        use=asked.use[:300], answer_url=asked.answer_url[:200],
    )  # fmt: skip
    items = SheetItem.objects.bulk_create(
        SheetItem(
            form=form, order=n, key=i.key, sort=i.sort.value, words=i.words, hint=i.hint,
            single=i.single, grid=i.grid, grid_words=i.grid_words, low=i.low, high=i.high,
            digits=i.digits, unit=i.unit, rows=i.rows,
        )
        for n, i in enumerate(asked.items, 1)
    )  # fmt: skip
    of_key = {item.key: item for item in items}
    options = SheetOption.objects.bulk_create(
        SheetOption(item=of_key[i.key], order=n, key=o.key, words=o.words[:300])
        for i in asked.items
        for n, o in enumerate(i.options, 1)
    )
    chosen = {(o.item_id, o.key): o for o in options}
    SheetBox.objects.bulk_create(_boxes(form, layout, of_key, chosen))
    audit.record("sheets.form.freeze", form, actor=actor, changes={"version": (None, form.version)})
    return form


def _boxes(
    form: SheetForm,
    layout: Layout,
    items: dict[str, SheetItem],
    options: dict[tuple[int, str], SheetOption],
) -> list[SheetBox]:
    rows = []
    for page in layout.pages:
        parts = [("mark", m.item, m.key, m.box) for m in page.marks]
        parts += [("field", f.item, "", f.box) for f in page.fields]
        parts += [(s.role, s.item, s.key, s.box) for s in page.slots]
        for role, item, key, box in parts:
            x, y, w, h = (round(v * 100) for v in (box.x, box.y, box.w, box.h))
            option = options[items[item].pk, key] if key else None
            rows.append(
                SheetBox(
                    form=form, page=page.number, role=role, item=items[item], option=option,
                    x=x, y=y, w=w, h=h,
                )
            )  # fmt: skip
    return rows


@transaction.atomic
def print_sheets(*, node: Node, copies: int, actor: Actor) -> SheetBatch:
    """Order numbered copies, or with 0 one master to be photocopied. Raises SheetError.

    Numbers go on where the last print of this version ended. Few pages are made by the caller
    (make_batch), many by a job that is ordered here.
    """
    if not 0 <= copies <= MOST_COPIES:
        raise SheetError(_("一度に刷れるのは{}部までです。").format(MOST_COPIES))
    form = freeze_form(node=node, actor=actor)
    if copies * form.pages > MOST_PRINTED:
        raise SheetError(
            _("一人分が{}ページなので、一度に{}部までです。分けて刷ってください。").format(
                form.pages, MOST_PRINTED // form.pages
            )
        )
    SheetForm.objects.select_for_update(of=("self",)).get(pk=form.pk)
    batch = SheetBatch.objects.create(
        form=form,
        first_serial=selectors.last_serial(form) + 1 if copies else 0,
        copies=copies,
        created_by_id=actor.user_id,
    )
    audit.record("sheets.batch.print", batch, actor=actor, changes={"copies": (None, copies)})
    if not is_small(batch):
        jobs.enqueue(JOB, key=str(batch.public_id), by=actor, batch_id=batch.pk)
    return batch


def is_small(batch: SheetBatch) -> bool:
    """Whether a batch is made while its reader waits."""
    return max(batch.copies, 1) * batch.form.pages <= AT_ONCE


def typeset(batch: SheetBatch) -> bytes:
    """The PDF of a batch. Takes a while; writes nothing. Raises SheetError."""
    found = selectors.printed(batch.form)
    city = batch.municipality
    serials = range(batch.first_serial, batch.last_serial + 1) if batch.copies else [0]
    try:
        return printing.sheets_pdf(
            found.asked,
            found.layout,
            code=batch.form.code,
            serials=list(serials),
            sender=printing.Sender(city.name, city.colour, city.sample_note),
        )
    except CannotPrint as fault:
        raise SheetError(
            _("用紙をつくれませんでした。少し待って、もう一度お試しください。")
        ) from fault


@transaction.atomic
def keep_batch(*, batch: SheetBatch, pdf: bytes) -> SheetBatch:
    """Keep what typeset() made."""
    batch = SheetBatch.objects.select_for_update(of=("self",)).get(pk=batch.pk)
    batch.file.save("", ContentFile(pdf), save=False)
    batch.state, batch.outcome = SheetBatch.State.READY, ""
    batch.save(update_fields=["file", "state", "outcome"])
    audit.record("sheets.batch.ready", batch, changes={"size": (None, len(pdf))})
    return batch


@transaction.atomic
def fail_batch(*, batch: SheetBatch, why: str) -> None:
    """Say that a batch could not be made."""
    SheetBatch.objects.filter(pk=batch.pk).update(state=SheetBatch.State.FAILED, outcome=why[:300])
    audit.record("sheets.batch.fail", batch)
