"""Municipality codes: checked, completed, never silently corrected."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jibungoto.japan.codes import CodeError, MunicipalityCode, check_digit, read_code
from jibungoto.japan.prefectures import PREFECTURES

FIVE = st.builds("{:02}{:03}".format, st.integers(1, 47), st.integers(100, 799))


@pytest.mark.parametrize(
    "six", ["132098", "132047", "132012", "122327", "132080", "132101", "011002", "272230"]
)
def test_the_codes_of_real_cities_are_accepted(six: str) -> None:
    assert read_code(six).code.six == six
    assert read_code(six).repair is None
    assert check_digit(six[:5]) == six[5]


@pytest.mark.parametrize(
    "written, six, said",
    [
        ("13209", "132098", "検査数字を補い"),
        ("１３２０９８", "132098", None),
        ("92011", "092011", "先頭の0が落ちていた"),
        ("11002", "011002", "先頭の0が落ちていた"),
        ("1100", "011002", "先頭の0と検査数字"),
        ("13101", "131016", "検査数字を補い"),
    ],
)
def test_what_a_spreadsheet_dropped_is_given_back_and_said(
    written: str, six: str, said: str | None
) -> None:
    reading = read_code(written)
    assert reading.code.six == six
    assert (said or "") in (reading.repair or "")
    assert (reading.repair is None) == (said is None)


def test_a_code_that_fits_twice_says_so_and_the_own_city_decides() -> None:
    assert "012106とも読めます" in (read_code("12106").repair or "")
    own = MunicipalityCode("012106")
    assert read_code("12106", expected=own).code == own
    chiba = MunicipalityCode("121002")
    assert read_code("12106", expected=chiba).code.six == "121061"


@pytest.mark.parametrize(
    "written, reason",
    [
        ("132090", "正しくは132098"),
        ("999999", "都道府県の番号"),
        ("町田市", "数字でない文字"),
        ("1320987", "7けた"),
        ("", "書かれていません"),
        ("98765", "読めません"),
    ],
)
def test_a_wrong_code_is_refused_with_a_reason(written: str, reason: str) -> None:
    with pytest.raises(CodeError, match=reason):
        read_code(written)


def test_a_code_knows_its_prefecture() -> None:
    assert MunicipalityCode("132098").prefecture.name == "東京都"
    assert MunicipalityCode("130001").is_prefecture
    assert len(PREFECTURES) == 47
    assert PREFECTURES["01"].kana == "ホッカイドウ"


@given(FIVE)
def test_five_and_six_digits_are_two_ways_of_writing_one_code(five: str) -> None:
    code = MunicipalityCode(five + check_digit(five))
    assert code.five == five
    assert read_code(five, expected=code).code == code
    assert read_code(str(code)).code == code


@given(FIVE, st.integers(1, 9))
def test_a_wrong_check_digit_is_always_caught(five: str, shift: int) -> None:
    six = five + check_digit(five)
    wrong = f"{six[:5]}{(int(six[5]) + shift) % 10}"
    with pytest.raises(CodeError):
        MunicipalityCode(wrong)
