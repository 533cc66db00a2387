"""What the reading of tables says in Japanese is said in the reader's language."""

import ast
import re
from pathlib import Path

import pytest
from django.utils import translation

from jibungoto.japan import tables
from jibungoto.kernel.intake import remarks
from jibungoto.kernel.intake.writing import xlsx_bytes
from jibungoto.ui import saying

_JAPANESE = re.compile(r"[ぁ-ん]")


def _sentences() -> set[str]:
    found = set()
    for path in Path(tables.__file__).parent.glob("*.py"):
        tree = ast.parse(path.read_text())
        told = {id(v) for n in ast.walk(tree) if isinstance(n, ast.JoinedStr) for v in n.values}
        docs = {id(n.value) for n in ast.walk(tree) if isinstance(n, ast.Expr)}
        for node in ast.walk(tree):
            if isinstance(node, ast.JoinedStr):
                pieces = (v.value if isinstance(v, ast.Constant) else "{}" for v in node.values)
                found.add("".join(map(str, pieces)))
            elif isinstance(node, ast.Constant) and id(node) not in told | docs:
                found.add(str(node.value))
    return {s for s in found if s.endswith("。") and _JAPANESE.search(s)}


def _is_covered(sentence: str) -> bool:
    example = sentence.replace("{}", "3")
    return any(saying._pattern(form).fullmatch(example) for form in remarks.FORMS)


def test_every_sentence_of_the_reading_has_its_form() -> None:
    left = {s for s in _sentences() if s.strip("{}。") and not _is_covered(s)}
    assert not left - {"文字コードは{}{}。", "{}（{}）。"}


@pytest.mark.parametrize(
    ("kept", "form"),
    [
        ("文字コードはUTF-8と見て読みました。", "文字コードは{}と見て読みました。"),
        ("12行目を見出しと見て読みました。", "{}行目を見出しと見て読みました。"),
        ("2026年10月1日の総人口", "{}の総人口"),
    ],
)
def test_a_remark_goes_through_the_catalogues(kept, form, monkeypatch) -> None:
    monkeypatch.setattr(saying, "gettext", lambda key: f"EN {key}" if "{}" in key else key)
    with translation.override("en"):
        said = remarks.said(kept)
        assert said == f"EN {form}".format(*saying._pattern(form).fullmatch(kept).groups())
        assert remarks.said("だれかの書いたこと") == "だれかの書いたこと"
    with translation.override("ja"):
        assert remarks.said(kept) == kept


def test_a_name_excel_refuses_becomes_the_name_of_a_sheet_all_the_same() -> None:
    assert xlsx_bytes([["a"]], title="Rows of: 65/75 [here]?*").startswith(b"PK")
