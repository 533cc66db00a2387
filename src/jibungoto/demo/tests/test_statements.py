"""The five documents, statement by statement: where each is alive in the demo, and in which words.

An address is a path below the city's, or `plan#code` for the page of a measure,
`plan~name` for that of an indicator. Facts and figures
and our own words only; the documents' sentences are not copied.
"""

import pytest
from django.test import Client

from jibungoto.decide.plans.models import Measure, PlanIndicator
from jibungoto.demo.cities import load as cities
from jibungoto.kernel import tenancy
from jibungoto.kernel.models import Municipality

pytestmark = pytest.mark.django_db

VISION, RESULTS = "vision-2030", "plans/keikaku-2013/tables/results/"
ISSUES = f"plans/{VISION}/tables/issues/"
MACHIDA = [
    # The lineage, the horizon and the period.
    (f"plans/{VISION}/", "2030年", "2017", "2021", "推進計画", "ワークショップ"),
    ("plans/", "まちだ未来づくりプラン", "推進方針", "推進計画", "町田市地域経営ビジョン2030"),
    (f"{VISION}#目的", "人口減少・超高齢化", "国・都"),
    ("kihon-keikaku#プロジェクト", "地域社会づくりを基本とするまちづくりプロジェクト"),
    ("plans/hoshin-2012/", "推進方針", "2012"),
    # Six results and where each goes.
    (RESULTS, "地区協議会の設立支援", "10地区中9地区", "全地区での設立"),
    (RESULTS, "地区協議会の運営支援", "つながりを重視", "地区の中核"),
    (RESULTS, "地区連携調整会議の実施", "情報交換会", "新たな連携"),
    (RESULTS, "地区担当職員の配置", "各部署の連絡調整", "行政部署間の連携"),
    (RESULTS, "地域活動室の設置", "市民センターなど", "拠点の確保"),
    (RESULTS, "地域予算の活用", "課題を解決する活動", "資金面の支援"),
    ("", "9", "10"),
    # The area now.
    (f"plans/{VISION}/", "人口構成の変化", "加入率の低下", "NPO法人数の増加"),
    (f"plans/{VISION}/", "参加者の伸び悩み", "商業のかげり"),
    # Three issues, three policies, three key measures by actor.
    (ISSUES, "地域社会への意識醸成", "ひとづくり", "地域団体への支援体制の創設", "地域団体"),
    (ISSUES, "地域団体支援の充実", "しくみづくり", "地区協議会への支援の充実", "地区協議会"),
    (ISSUES, "地域内連携の推進", "つながりづくり", "行政部署間の連携の充実", "行政"),
    (f"{VISION}#課題1", "自分ゴト", "担い手が不足"),
    (f"{VISION}#課題2", "高齢化・固定化", "柔軟な支援"),
    (f"{VISION}#課題3", "一部の人に集中", "ネットワーク"),
    (f"{VISION}#方針1", "もとになった課題", "地域社会への意識醸成", "見本での仮定"),
    (f"{VISION}#重点1", "きっかけづくり", "活動への支援", "資源の活用", "ネットワーク化", "発信"),
    (f"{VISION}#重点2", "全地区での設置", "魅せる化", "地区の中核"),
    (f"{VISION}#重点2-2", "地域おうえんコーディネーター"),
    (f"{VISION}#重点3", "データの集約と分析", "連携を促す体制", "チーム"),
    # いいことさがし and the vision.
    (f"{VISION}#視点", "ひと・もの・かね・場・情報", "顕在と潜在", "創出・発見・活用・継承"),
    (f"plans/{VISION}/", "魅力と個性を創造する地域", "未来と感動を共有する地域"),
    (f"plans/{VISION}/", "愛着と誇りを継承する地域", "地域資源を活用して"),
]
THIRD = "dai3ki"
THIRD_PLAN = [
    ("plans/dai1ki/", "協働型市役所の確立に向けて", "2012", "2015"),
    ("plans/dai2ki/", "つながりを大切にした協働によるまちづくりの実践", "2016", "2020"),
    (f"plans/{THIRD}/", "協働による持続可能なまちづくりの推進", "2021", "2025"),
    (f"plans/{THIRD}/", "アンケート", "計画策定委員会", "フォーラム", "職員ワーキング"),
    (
        f"plans/{THIRD}/",
        "多様な主体の参画を促す仕組みづくり",
        "次世代の巻込み",
        "つながりを維持・強化",
    ),
    (f"plans/{THIRD}/", "誰でも取り組める", "互いの自主性", "自立性の尊重と対等", "地域性"),
    (f"plans/{THIRD}/", "情報の共有", "互いの信頼関係", "次代につながる人づくり"),
    (f"plans/{THIRD}/", "めざすまちに向かって", "特性を生かした", "情報発信による信頼", "人づくり"),
    (f"plans/{THIRD}/", "協働の理念共有", "実践・成果の共有", "環境整備", "コミュニティビジネス"),
    (f"plans/{THIRD}/", "円卓会議", "受け手の立場", "知識・技能", "若い世代", "リーダーシップ"),
    (f"plans/{THIRD}/", "交流の場", "職員の育成", "互いを知り合う場", "市による評価及び支援"),
    (f"{THIRD}#◎1", "地域共生社会", "支え合い"),
    (f"{THIRD}#◎2", "在住外国人", "事業者", "NPO"),
    (f"{THIRD}#◎3", "遠隔", "感染症", "ICT", "オンライン"),
    (f"{THIRD}#ことば1", "条例第2条第5項"),
    (f"{THIRD}#ことば2", "まちの再生"),
    (f"{THIRD}#ことば3", "経営"),
    (f"{THIRD}#(2)-1", "地域ごと", "課題解決の道すじ", "外部の団体", "つながりを維持・強化"),
    (f"{THIRD}#(2)-2", "ビジネスの手法"),
    (f"{THIRD}#(4)-2", "次世代の巻込み", "仮定"),
    (f"{THIRD}#(4)", "次代につながる人づくり"),
]
MITAKA_USERS = "community~コミュニティ・センター、地区公会堂の利用者数"
MITAKA_CENTER = "community~市民協働センターの利用者数"
MITAKA_NPO = "community~市内のNPO認定団体の数"
MITAKA_PLAN = "plans/community/"
MITAKA = [
    (MITAKA_USERS, "837,244", "850,000", "860,000", "870,000", "平成22年", "平成26年"),
    (MITAKA_USERS, "平成30年", "平成34年", "大規模な改修"),
    (MITAKA_CENTER, "57,681", "58,500", "59,500", "60,500", "平成34年", "平成15年"),
    (MITAKA_NPO, "74", "82", "90", "98", "団体", "平成22年", "平成34年"),
    ("plans/community/indicators/", "利用者数", "NPO認定団体"),
    (MITAKA_PLAN, "◎", "主要事業", "※", "推進事業", "公共施設維持・保全計画2022"),
    (MITAKA_PLAN, "コミュニティ創生の推進", "コミュニティ活動の展開", "協働型まちづくりの推進"),
    (MITAKA_PLAN, "推進体制の整備", "あり方の検討", "災害時要援護者支援", "市民管理方式"),
    ("community#1-(1)-①", "総合研究所", "支え合い", "◎"),
    ("community#1-(1)-②", "第5部－第1 地域福祉の推進"),
    ("community#1-(1)-④", "第2部－第4 商業環境の整備"),
    ("community#2-(1)-①", "地縁型", "テーマ型", "対等", "合意形成"),
    ("community#3-(1)-①", "耐震補強", "ベビーフレンドリー", "バリアフリー"),
    ("community#3-(1)-②", "防災拠点化", "第3部－第4"),
    ("community#3-(1)-③", "ファシリティ・マネジメント", "第8部－第2"),
    ("community#3-(1)-④", "図書室", "第7部－第1"),
    ("community#3-(2)-①", "転入した人", "がんばる地域応援プロジェクト"),
    ("community#3-(2)-②", "定年退職"),
    ("community#3-(2)-③", "住民協議会"),
    ("community#3-(2)-⑤", "ネットワークづくり"),
    ("community#4-(1)-①", "インキュベーター", "情報提供・相談"),
    ("community#4-(1)-②", "助成制度", "①市の重点課題", "②担い手どうし"),
    ("community#4-(2)-①", "役員・職員の研修"),
    ("community#4-(4)-①", "公園や道路"),
    ("community#4-(5)-①", "コミュニティビジネス", "第2部－第3"),
    ("community#4-(5)-②", "委託・移転"),
    ("community#4-(6)-②", "学識経験者", "計画や施策に生かします"),
    ("community#4-(7)-①", "地域再生計画"),
    ("community#5-(1)-①", "コミュニティ住区"),
]
FUTURE = "mirai-design-2040"
HACHIOJI = [
    (f"plans/{FUTURE}/", "八王子未来デザイン2040", "2023", "2040", "重点施策"),
    (f"plans/{FUTURE}/", "多様なつながり", "自立性・主体性", "新しい地域のつながり"),
    (f"{FUTURE}#未来像1", "顔の見える関係"),
    (f"{FUTURE}#未来像3", "デジタル技術", "世代を超えて"),
    (f"{FUTURE}#推進会議", "中学校区を基本", "幅広い分野・世代"),
    (f"{FUTURE}#推進会議-1", "地域カルテ", "未来ビジョン", "地域づくり推進計画"),
    (f"{FUTURE}#推進会議-2", "未来デザイン室", "図書館", "保健福祉センター", "子ども家庭支援"),
    (f"{FUTURE}#推進会議-3", "二次元コード", "動画"),
    (f"{FUTURE}#フォーラム", "令和5年1月28日", "市長", "団体がつながれる催し"),
    (f"{FUTURE}#フォーラム-1", "学校と連携", "川口"),
    (f"{FUTURE}#フォーラム-2", "大学生", "同じ世代"),
    (f"{FUTURE}#フォーラム-4", "4つの中学校区"),
    ("districts/nagabusa/", "モデル地区", "商業施設のモニター"),
    ("districts/kawaguchi/", "モデル地区", "コミュニティカレンダー", "マルシェ"),
    ("districts/minamino/", "未来ビジョン"),
    ("districts/minamiosawa/", "未来ビジョン"),
    ("plans/nagabusa/", "地域施設を活用", "SNS", "地域イベント"),
    ("plans/kawaguchi/", "プラットフォームづくり", "コミュニティカレンダー", "マルシェ"),
    ("", "4"),
]
SHIROI_CAUSES = "plans/sanka-kyodo/tables/causes/"
SHIROI_PLAN = "sanka-kyodo"
SHIROI = [
    (f"plans/{SHIROI_PLAN}/", "市民参加・協働のまちづくりプラン", "53", "54", "総合計画"),
    (f"{SHIROI_PLAN}#必要性", "少子高齢化", "防災", "子育て", "無関心"),
    (f"{SHIROI_PLAN}#見通し", "活力や魅力が失われる", "共助の力"),
    (f"plans/{SHIROI_PLAN}/", "小学校区で補える", "複数の団体", "効率よく", "できなかった活動"),
    (f"plans/{SHIROI_PLAN}/", "負担を減らす", "一体感"),
    (f"{SHIROI_PLAN}#(1)", "自治会長", "地区社協", "54ページ", "関係づくり"),
    (f"{SHIROI_PLAN}#(1)-①", "市民活動支援課", "企画政策課", "平成25～28年度", "意見交換会"),
    (f"{SHIROI_PLAN}#(1)-②", "協議会組織", "未実施"),
    (f"{SHIROI_PLAN}#(1)-③", "資源の調査", "未実施"),
    (f"{SHIROI_PLAN}#(1)-④", "1回", "平成27年度", "池の上・南山"),
    (f"{SHIROI_PLAN}#(1)-⑤", "小学校区の計画", "未実施"),
    (f"{SHIROI_PLAN}#(1)-⑥", "地域担当職員", "未実施"),
    (f"{SHIROI_PLAN}#(1)-⑦", "一括化", "未実施"),
    (SHIROI_CAUSES, "会長が一年で交代", "地区社協・民生委員・PTA・青少年相談員", "対応済み"),
    (SHIROI_CAUSES, "職員の力", "事例の共有"),
    (SHIROI_CAUSES, "市民への説明", "への説明"),
    (SHIROI_CAUSES, "市民活動支援課だけ", "高齢者福祉課・健康課・社会福祉協議会"),
    (SHIROI_CAUSES, "縦割り", "庁内の取り組みの整理", "未対応"),
    (f"plans/{SHIROI_PLAN}/", "仮定"),
    ("districts/ikenoue/", "地域フォーラム"),
    ("districts/minamiyama/", "地域フォーラム"),
]
WALK = {
    "machida": MACHIDA,
    "daisanki": THIRD_PLAN,
    "mitaka": MITAKA,
    "hachioji": HACHIOJI,
    "shiroi": SHIROI,
}


@pytest.mark.parametrize("slug", WALK)
def test_every_statement_of_the_documents_is_alive_at_an_address(slug):
    cities.load(lambda name: None, only=slug)
    client = Client()
    pages: dict[str, str] = {}
    missing = []
    with tenancy.within(Municipality.objects.get(slug=slug)):
        for address, *words in WALK[slug]:
            if address not in pages:
                answer = client.get(_path(slug, address))
                pages[address] = answer.text if answer.status_code == 200 else ""
            missing += [(address, word) for word in words if word not in pages[address]]
    assert not missing


def _path(slug: str, address: str) -> str:
    if "~" in address:
        plan, _tilde, name = address.partition("~")
        return f"/{slug}/{PlanIndicator.objects.get(plan__slug=plan, name=name).node.path}"
    plan, sharp, code = address.partition("#")
    if not sharp:
        return f"/{slug}/{address}"
    return f"/{slug}/{Measure.objects.get(plan__slug=plan, code=code).node.path}"
