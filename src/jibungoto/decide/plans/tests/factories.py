from jibungoto.decide.plans import services
from jibungoto.decide.plans.models import Measure, Plan

A_DOCUMENT = """
あおば市協働のまちづくり計画
計画期間は、令和6年度から令和10年度までです。
Ⅰ　指標
指標　　　　現状値（令和5年度）　目標値（令和10年度）
集いの場　　12か所　　　　　　　　20か所
Ⅱ　施策の体系
◎：重点
１　つながりをつくる
（１）場をひらく
◎①空き家を使う（「住宅計画」参照）
②公園を使う
（２）知らせる
①便りを出す
"""


def a_plan(slug: str = "keikaku", title: str = "第1期計画", **fields) -> Plan:
    return services.create_plan(slug=slug, title=title, **fields)


def a_measure(plan: Plan, code: str = "1", title: str = "ひとづくり", **fields) -> Measure:
    return services.add_measure(plan=plan, code=code, title=title, **{"level": 1, **fields})
