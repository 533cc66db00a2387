from jibungoto.decide.plans import services
from jibungoto.decide.plans.models import Measure, Plan


def a_plan(slug: str = "keikaku", title: str = "第1期計画", **fields) -> Plan:
    return services.create_plan(slug=slug, title=title, **fields)


def a_measure(plan: Plan, code: str = "1", title: str = "ひとづくり", **fields) -> Measure:
    return services.add_measure(plan=plan, code=code, title=title, **{"level": 1, **fields})
