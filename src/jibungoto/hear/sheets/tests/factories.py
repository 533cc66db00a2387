"""A small room that asks on paper, for tests: its answers stay in memory."""

import io
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from jibungoto.hear.sheets import kinds, selectors, services
from jibungoto.hear.sheets.kinds import Item, Option, Questionnaire, SheetKind, SheetRefused, Sort
from jibungoto.hear.sheets.models import ScanUpload, Sheet, SheetForm, Stack
from jibungoto.kernel import jobs, nodes
from jibungoto.kernel.actor import Actor
from jibungoto.kernel.models import Node
from tests.engines.sheets import paper, pens

KIND = "papertest"
PEN = pens.Hand(0.9, 0.6, 0.1)
VOTES = (Option("agree", "そう思う"), Option("disagree", "そう思わない"), Option("pass", "パス"))
ITEMS = (
    Item("s1", Sort.TABLE, "歩く人を先に考える", VOTES, grid="votes"),
    Item("s2", Sort.TABLE, "祭りを一つにまとめる", VOTES, grid="votes"),
    Item("q1", Sort.LIST, "参加したもの", (Option("a", "祭り"), Option("b", "清掃")), single=False),
    Item("q2", Sort.NUMBER, "何年住んでいますか", digits=2, unit="年"),
    Item("q3", Sort.TEXT, "ひとこと", rows=2),
)


@dataclass
class Room:
    """What the small room was handed."""

    items: tuple[Item, ...] = ITEMS
    taken: dict[int, kinds.Answers] = field(default_factory=dict)
    closed: str = ""
    refuses: str = ""
    asked: tuple[int, ...] = ()

    def questionnaire(self, node: Node) -> Questionnaire:
        return Questionnaire(node.title, self.items, asker="北地区協議会")

    def take(self, sheet: Sheet, answers: kinds.Answers, actor: Actor) -> None:
        if self.refuses:
            raise SheetRefused(self.refuses)
        assert sheet.pk not in self.taken, "a sheet counts once"
        self.taken[sheet.pk] = dict(answers)

    def withdraw(self, sheet: Sheet, actor: Actor) -> None:
        del self.taken[sheet.pk]


def a_room(**told: Any) -> Room:
    """The room, known from now on in place of the one before."""
    room = Room(**told)
    kinds.register(
        SheetKind(
            key="sheets.test",
            label="ためしの部屋",
            node_kinds=(KIND,),
            questionnaire=room.questionnaire,
            take=room.take,
            withdraw=room.withdraw,
            closed=lambda node: room.closed,
            asking=lambda: Node.objects.filter(pk__in=room.asked).values("pk"),
        )
    )
    return room


def a_node(*districts: Any, title: str = "北地区のこれから", **told: Any) -> Node:
    path = f"papertest/{Node.objects.count()}/"
    return nodes.register(
        kind=KIND, title=title, path=path, district_ids=[d.pk for d in districts], **told
    )


def a_form(node: Node) -> SheetForm:
    return services.freeze_form(node=node)


def a_stack(node: Node, *, actor: Actor, expected: int = 3, is_double: bool = False) -> Stack:
    return services.open_stack(
        form=a_form(node), expected=expected, is_double=is_double, actor=actor
    )


def a_picture(
    grey: np.ndarray | None = None, name: str = "sheet.jpg", kind: str = "JPEG"
) -> SimpleUploadedFile:
    out = io.BytesIO()
    shown = np.full((400, 300), 230, np.uint8) if grey is None else grey
    Image.fromarray(shown).save(out, kind, quality=90)
    return SimpleUploadedFile(name, out.getvalue())


def a_scan(node: Node, *files: SimpleUploadedFile, actor: Actor) -> ScanUpload:
    """Files handed in and read."""
    upload = services.receive_scan(node=node, files=files or [a_picture()], actor=actor)
    return read(upload)


def read(upload: ScanUpload) -> ScanUpload:
    pages = services.read_upload(upload, jobs.Progress())
    return services.record_reading(upload=upload, pages=pages)


def filled(form, serial: int, chosen: dict[str, str], *, wrong: dict[str, str] | None = None):
    """The pages of one copy with these boxes ticked, as a scanner hands them on."""
    rng = np.random.default_rng(serial)
    found = selectors.printed(form)
    pages = [p.copy() for p in paper.pictured(found.asked, found.layout, serial, form.code)]
    for number, shown in enumerate(found.layout.pages):
        for mark in shown.marks:
            if chosen.get(mark.item) == mark.key:
                pens.draw(pages[number], mark, "fill", rng, PEN)
            if (wrong or {}).get(mark.item) == mark.key:
                pens.draw(pages[number], mark, "tick", rng, PEN)
        for written in shown.fields:
            if written.item in chosen:
                pens.write(pages[number], written, rng, PEN)
    return [Image.fromarray((p * 255).astype(np.uint8)).reduce(2) for p in pages]


def as_pdf(images, name: str = "束.pdf") -> SimpleUploadedFile:
    out = io.BytesIO()
    images[0].save(out, "PDF", save_all=True, append_images=images[1:], resolution=150)
    return SimpleUploadedFile(name, out.getvalue())
