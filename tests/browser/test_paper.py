"""Pages on paper: no sheet for a line or two, none left half empty by what comes next."""

import io
from collections.abc import Callable

import pytest
from playwright.sync_api import Page
from pypdf import PdfReader

from tests.browser.conftest import Site


@pytest.fixture
def print_out(open_page: Callable[..., Page], site: Site) -> Callable[[str], list[str]]:
    """What stands on each sheet of a page."""
    page = open_page("desk")

    def printed(path: str) -> list[str]:
        page.goto(f"{site.address}/hinata/{path}")
        made = page.pdf(format="A4", prefer_css_page_size=True)
        return [sheet.extract_text() for sheet in PdfReader(io.BytesIO(made)).pages]

    return printed


def test_the_pictures_of_a_population_stand_on_the_sheet_of_its_figures(print_out):
    first, second = print_out("population/")
    assert "年齢のかたちと移り変わり" in first
    assert "地区ごとの人口" in second
    assert "光野地区" in second


def test_a_statement_takes_one_sheet_with_its_number_and_nothing_to_press(print_out):
    (sheet,) = print_out("opinions/hiroba/statements/18/")
    assert "記録の番号" in sheet
    assert "見守る" not in sheet


def test_a_list_that_folds_on_a_phone_is_whole_on_paper_in_as_many_sheets_as_it_fills(print_out):
    sheets = print_out("facilities/")
    assert len(sheets) == 3
    assert sum(sheet.count("公共施設・") for sheet in sheets) == 60
