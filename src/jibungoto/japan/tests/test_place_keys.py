"""Spellings of one place have one key; different places have different ones."""

import pytest

from jibungoto.japan.place_keys import place_key, without_blocks


@pytest.mark.parametrize(
    "names",
    [
        ("旭町二丁目", "旭町２丁目", "旭町2丁目", "旭町　２丁目"),
        ("新川三条十九丁目", "新川３条１９丁目", "新川3条19丁目"),
        ("南二線", "南２線"),
        ("旭ケ丘一丁目", "旭ヶ丘1丁目", "旭が丘１丁目"),
        ("北ノ沢", "北の沢"),
        ("東十条三丁目", "東10条3丁目"),
    ],
)
def test_spellings_of_a_place_have_one_key(names):
    assert len({place_key(name) for name in names}) == 1


def test_different_places_have_different_keys():
    names = ("八王子町", "8王子町", "旭町一丁目", "旭町十一丁目", "旭町", "北一条", "北一条東")
    assert len({place_key(name) for name in names}) == len(names)


def test_what_lies_outside_the_blocks_goes_by_the_name_of_the_town():
    assert without_blocks("北郷（番地）") == "北郷"
    assert without_blocks("北郷番地町") == "北郷番地町"
