"""Headers of both generations to fields; ages; an own dictionary laid over the shipped one."""

import pytest

from jibungoto.japan.tables.ages import AgeColumn, gaps
from jibungoto.japan.tables.columns import DictionaryError, header_key, load, standard
from jibungoto.japan.tables.reading import read_table

BANDS = [f"{low}-{low + 4}歳" for low in range(0, 85, 5)] + ["85歳以上"]
AGES = [f"{band}の{sex}" for band in BANDS for sex in ("男性", "女性")]
OLD_POPULATION = [
    "都道府県コード又は市区町村コード",
    "地域コード",
    "都道府県名",
    "市区町村名",
    "調査年月日",
    "地域名",
    "総人口",
    "男性",
    "女性",
    *AGES,
    "世帯数",
    "備考",
]
NEW_POPULATION = [
    "全国地方公共団体コード",
    "地域コード",
    "地方公共団体名",
    *OLD_POPULATION[4:],
]
NEW_SHELTER = [
    "全国地方公共団体コード",
    "ID",
    "名称",
    "名称_カナ",
    "名称_英字",
    "所在地_全国地方公共団体コード",
    "町字ID",
    "所在地_連結表記",
    "所在地_都道府県",
    "所在地_市区町村",
    "所在地_町字",
    "所在地_番地以下",
    "建物名等(方書)",
    "緯度",
    "経度",
    "標高",
    "電話番号",
    "内線番号",
    "連絡先メールアドレス",
    "連絡先FormURL",
    "連絡先備考（その他、SNSなど）",
    "郵便番号",
    "市区町村コード",
    "地方公共団体名",
    "災害種別_洪水",
    "災害種別_崖崩れ、土石流及び地滑り",
    "災害種別_高潮",
    "災害種別_地震",
    "災害種別_津波",
    "災害種別_大規模な火事",
    "災害種別_内水氾濫",
    "災害種別_火山現象",
    "指定避難所との重複",
    "想定収容人数",
    "対象となる町会・自治会",
    "URL",
    "画像",
    "画像_ライセンス",
    "備考",
]
NEW_AED = [
    "全国地方公共団体コード",
    "ID",
    "地方公共団体名",
    "名称",
    "名称_カナ",
    "名称_英字",
    "所在地_全国地方公共団体コード",
    "町字ID",
    "所在地_連結表記",
    "所在地_都道府県",
    "所在地_市区町村",
    "所在地_町字",
    "所在地_番地以下",
    "建物名等(方書)",
    "緯度",
    "経度",
    "高度の種別",
    "高度の値",
    "設置位置",
    "電話番号",
    "内線番号",
    "連絡先メールアドレス",
    "連絡先FormURL",
    "連絡先備考（その他、SNSなど）",
    "郵便番号",
    "法人番号",
    "団体名",
    "利用可能曜日",
    "開始時間",
    "終了時間",
    "利用可能日時特記事項",
    "小児対応設備の有無",
    "URL",
    "画像1",
    "画像1_ライセンス",
    "画像2",
    "画像2_ライセンス",
    "外部利用不可",
    "備考",
]


@pytest.mark.parametrize(
    "headers, number, said",
    [
        (OLD_POPULATION, "04", "2022年までの推奨データセット"),
        (NEW_POPULATION, "04", "2023年からの自治体標準"),
        (NEW_SHELTER, "03", "2023年からの自治体標準"),
        (NEW_AED, "08", "2023年からの自治体標準"),
    ],
)
def test_every_column_of_the_standard_finds_its_field(
    headers: list[str], number: str, said: str
) -> None:
    match = standard().match(headers, number)
    assert match.leftover == ()
    assert match.missing == ()
    assert match.score == 1
    assert said in "".join(match.notes)
    assert standard().identify(headers)[0].dataset.number == number


def test_both_generations_name_the_same_field() -> None:
    old = standard().match(["NO", "名称", "住所", "方書"], "01").columns
    new = standard().match(["ID", "名称", "所在地_連結表記", "建物名等(方書)"], "01").columns
    assert old == new == {"id": 0, "name": 1, "address": 2, "building": 3}


def test_width_spaces_dashes_and_signs_of_a_header_do_not_matter() -> None:
    assert header_key("料金（基本）") == header_key("料金(基本)")
    assert header_key("名称＿カナ") == header_key(" 名称_カナ *") == header_key("名称_カナ（必須）")
    assert header_key("０－４歳の男性") == header_key("0-4歳の男性")
    assert header_key("5～9") == header_key("5〜9")


def test_what_is_left_over_and_what_is_missing_is_reported() -> None:
    match = standard().match(["地域名", "面積", "男性"], "04")
    assert match.leftover == (1,)
    assert [field.label for field in match.missing] == ["総人口"]
    assert "使わない列が1列あります（「面積」）" in match.notes[0]


def test_ages_beyond_85_and_unknown_ages_are_columns_too() -> None:
    headers = [
        "地域名",
        "総人口",
        *AGES[:-2],
        *(
            f"{band}の{sex}"
            for band in ("85-89歳", "90-94歳", "95-99歳")
            for sex in ("男性", "女性")
        ),
        "100歳以上の男性",
        "100歳以上の女性",
        "年齢不詳の男性",
        "不詳者の女性",
    ]
    match = standard().match(headers, "04")
    assert match.leftover == ()
    assert AgeColumn(2, 0, 4, "male") in match.ages
    assert AgeColumn(len(headers) - 3, 100, None, "female") in match.ages
    assert [age.sex for age in match.ages if age.is_unknown] == ["male", "female"]
    assert gaps(match.ages) == []


def test_holes_in_the_age_classes_are_named() -> None:
    columns = [AgeColumn(0, 0, 4, "male"), AgeColumn(1, 10, 14, "male")]
    assert gaps(columns) == [
        "男性の年齢の区分が5歳のところでつながっていません（次の区分は10歳からです）。",
        "男性の年齢の最後に「15歳以上」の区分がありません。",
    ]


def test_a_prefix_shared_by_all_headers_is_taken_off_and_said() -> None:
    match = standard().match(["AED_ID", "AED_名称", "AED_設置位置", "AED_備考"], "08")
    assert match.columns == {"id": 0, "name": 1, "position": 2, "note": 3}
    assert "「aed_」は、外して" in "".join(match.notes)


def test_names_that_bodik_serves_in_english_are_known() -> None:
    match = standard().match(["localgov_code", "id", "name", "latitude", "longitude"], "01")
    assert match.leftover == ()


def test_a_city_lays_its_own_spelling_over_the_dictionary() -> None:
    own = standard().extended(
        """
        [fields.area_name]
        spellings = ["区分"]
        [fields.member_rate]
        label = "加入率"
        kind = "number"
        [[datasets]]
        number = "H01"
        name = "町内会加入率"
        fields = ["area_name", "households", "member_rate"]
        required = ["area_name"]
        """
    )
    assert own.match(["区分", "人口"], "04").missing == ()
    assert set(own.match(["区分", "世帯数", "加入率"], "H01").columns.values()) == {0, 1, 2}
    assert "H01" not in standard().datasets


@pytest.mark.parametrize(
    "text, reason",
    [
        ("[fields", "書き方がまちがっています"),
        ('[fields.x]\nkind = "text"', "labelがありません"),
        ('[fields.x]\nlabel = "x"\nkind = "colour"', "知らない種類"),
        ('[fields.x]\nlabel = "x"\npatterns = ["("]', "正規表現が読めません"),
        ('[[datasets]]\nnumber = "1"\nname = "x"\nfields = ["y"]', "fieldsにありません"),
        ('[[datasets]]\nnumber = "1"', "足りない項目"),
    ],
)
def test_a_broken_dictionary_is_refused_in_words(text: str, reason: str) -> None:
    with pytest.raises(DictionaryError, match=reason):
        load(text)


def test_an_unknown_dataset_is_refused() -> None:
    with pytest.raises(DictionaryError, match="登録されていません"):
        standard().match(["名称"], "99")


def test_known_names_find_the_header_under_long_titles() -> None:
    title = "施設の一覧,担当課,更新日,備考欄\nひなた市,企画課,R8.4.1,なし\n"
    data = title + ",名称,住所,緯度\n1,会館,本,35\n"
    table = read_table(data.encode(), recognises=standard().recognises)
    assert table.headers[1:] == ("名称", "住所", "緯度")
