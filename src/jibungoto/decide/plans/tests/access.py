"""Who may open the pages of plans (tests/world.py has the order of the letters)."""

from decimal import Decimal

from jibungoto.decide.plans import services
from jibungoto.decide.plans.models import Measure, Plan
from jibungoto.kernel.actor import Actor
from jibungoto.kernel.models import Node
from jibungoto.know.findings.tests.factories import somebody
from tests.world import World

from .factories import a_measure, a_plan

# A department answers for its own measures, in the city's plans and in a district's.
_OF_DEPARTMENTS = {"public": "ll----ooo-", "others": "ll-----oo-", "district": "ll--ooooo-"}

MATRIX = {
    ("plans:plan_list", "GET"): {"": "oooooooooo"},
    ("plans:plan_view", "GET"): {"public": "oooooooooo", "draft": ".......oo."},
    ("plans:plan_summary", "GET"): {"public": "oooooooooo", "draft": ".......oo."},
    ("plans:plan_export_table", "GET"): {"public": "oooooooooo", "draft": ".......oo."},
    ("plans:plan_embed", "GET"): {"public": "oooooooooo", "draft": ".......oo."},
    ("plans:plan_changes", "GET"): {"public": "oooooooooo", "draft": ".......oo."},
    ("plans:plan_table", "GET"): {"public": "oooooooooo", "draft": ".......oo."},
    ("plans:indicator_wall", "GET"): {"public": "oooooooooo", "draft": ".......oo."},
    ("plans:indicator_table", "GET"): {"public": "oooooooooo", "draft": ".......oo."},
    ("plans:indicator_view", "GET"): {"public": "oooooooooo", "draft": ".......oo."},
    ("plans:plan_carry_over", "GET"): {"public": "ll-----oo-", "draft": ".......oo."},
    ("plans:plan_carry_over", "POST"): {"public": "ll-----oo-", "draft": ".......oo."},
    ("plans:measure_view", "GET"): {"public": "oooooooooo", "draft": ".......oo."},
    ("plans:plan_download", "GET"): {"public": "oooooooooo", "draft": ".......oo."},
    ("plans:workbook_template", "GET"): {"": "ll-----oo-"},
    ("plans:progress_book", "GET"): {
        "public": "ll-----oo-",
        "draft": ".......oo.",
        "district": "ll--oo-oo-",
    },
    ("plans:document_read", "GET"): {"": "ll-----oo-"},
    ("plans:document_read", "POST"): {"": "ll-----oo-"},
    ("plans:document_view", "GET"): {"there": "ll-----oo-"},
    ("plans:document_view", "POST"): {"there": "ll-----oo-"},
    ("plans:document_take_over", "POST"): {"there": "ll-----oo-"},
    ("plans:document_discard", "POST"): {"there": "ll-----oo-"},
    ("plans:plan_create", "GET"): {"": "ll-----oo-"},
    ("plans:plan_create", "POST"): {"": "ll-----oo-"},
    **{
        (f"plans:{name}", method): {
            "public": "ll-----oo-",
            "draft": ".......oo.",
            "district": "ll--oo-oo-",
        }
        for name in (
            *("plan_edit", "plan_words", "tree_edit", "measure_create", "measure_edit"),
            *("measure_move", "measure_remove", "measure_schedule"),
            *("indicators_edit", "indicator_create", "indicator_edit", "indicator_remove"),
            *("value_table", "value_correct", "year_close"),
        )
        for method in ("GET", "POST")
        if (name, method)
        not in {
            *(("tree_edit", "POST"), ("measure_move", "GET"), ("measure_remove", "GET")),
            *(("indicators_edit", "POST"), ("indicator_remove", "GET"), ("year_close", "GET")),
        }
    },
    ("plans:question_ask", "GET"): {"public": "oooooooooo", "draft": ".......oo."},
    ("plans:question_ask", "POST"): {"public": "oooooooooo", "draft": ".......oo."},
    ("plans:question_list", "GET"): {"": "ll--ooooo-"},
    ("plans:question_answer", "GET"): _OF_DEPARTMENTS,
    ("plans:question_answer", "POST"): _OF_DEPARTMENTS,
    ("plans:measure_restore", "POST"): {"removed": "ll-----oo-"},
    ("plans:indicator_restore", "POST"): {"removed": "ll-----oo-"},
    **{
        (f"plans:{name}", method): _OF_DEPARTMENTS
        for name in ("hurdle_create", "hurdle_edit", "hurdle_remove")
        for method in ("GET", "POST")
        if (name, method) != ("hurdle_remove", "GET")
    },
    **{
        (f"plans:{name}", method): {"public": "ll----ooo-", "district": "ll--ooooo-"}
        for name, method in (
            ("progress_grid", "GET"),
            ("progress_grid", "POST"),
            ("progress_cells", "POST"),
        )
    },
    ("plans:plan_publish", "POST"): {"public": "ll-----oo-", "draft": ".......oo."},
}


_OF_INDICATORS = (
    *("indicator_edit", "indicator_remove", "indicator_restore"),
    *("value_table", "value_correct"),
)


Staged = tuple[Plan, Measure] | None


def stage(state: str, world: World) -> Staged:
    """A plan that continues another, with a measure of a department."""
    if state in ("", "there"):
        return None
    plan = a_plan(
        district=world.district if state == "district" else None,
        starts=2024,
        ends=2028,
        continues=a_plan("mae", "前の計画"),
    )
    whose = "ほかの課" if state == "others" else "公園緑地課"  # that of the world's department
    return plan, a_measure(plan, departments=[whose])


def kwargs(url_name: str, state: str, world: World, staged: Staged) -> dict[str, object]:
    if state == "there":
        document = services.keep_document(name="計画書", text="１　柱\n", actor=Actor())
        return {"public_id": document.public_id}
    if staged is None:
        return {}
    (plan, measure), name = staged, url_name.partition(":")[2]
    if name in _OF_INDICATORS:
        return {"slug": plan.slug, **_indicator(name, plan, state)}
    indicator = services.add_indicator(plan=plan, name="集いの場", unit="か所")
    if state == "removed":
        services.remove_measure(measure=measure)
    elif state != "district":
        nodes = [plan.node_id, measure.node_id, indicator.node_id]
        shown = "public" if state == "others" else state
        Node.objects.filter(pk__in=nodes).update(state=shown)
    if url_name == "plans:question_answer":
        asked = services.ask_question(
            measure=measure, text="いつからですか", participant=somebody()
        )
        return {"public_id": asked.public_id}
    if url_name == "plans:question_ask":
        return {"slug": plan.slug, "code": measure.node.short_code}
    if url_name == "plans:plan_table":
        return {"slug": plan.slug, "key": "results"}
    if url_name == "plans:indicator_view":
        return {"slug": plan.slug, "code": indicator.node.short_code}
    return {"slug": plan.slug, **_more(url_name, measure)}


def _indicator(name: str, plan: Plan, state: str) -> dict[str, object]:
    """An indicator with a value of a closed year."""
    indicator = services.add_indicator(plan=plan, name="集まりの数")
    value = services.record_value(indicator=indicator, role="actual", year=2024, value=Decimal(3))
    if name == "value_correct":
        services.close_year(plan=plan, year=2024)
    if state == "removed":
        services.remove_indicator(indicator=indicator)
    elif state != "district":
        Node.objects.filter(pk__in=[plan.node_id, indicator.node_id]).update(state=state)
    own = {"pk": value.pk} if name == "value_correct" else {}
    return {"code": indicator.node.short_code, **own}


def _more(url_name: str, measure: Measure) -> dict[str, object]:
    """What an address has besides the slug of the plan."""
    name = url_name.partition(":")[2]
    if name in ("hurdle_edit", "hurdle_remove"):
        hurdle = services.record_hurdle(measure=measure, year=2024, cause="担い手が足りない")
        return {"code": measure.node.short_code, "pk": hurdle.pk}
    if name.startswith(("measure_", "hurdle_")) and name != "measure_create":
        return {"code": measure.node.short_code}
    return {}


def data(url_name: str, state: str, world: World) -> dict[str, str]:
    if url_name == "plans:document_read":
        return {"pasted": "Ⅱ　体系\n１　つながりをつくる\n"}
    if url_name.startswith("plans:question_"):
        return {"text": "いつからですか", "deed": "answer", "answer": "4月です", "who": "市民課"}
    return {"slug": "aratana-keikaku", "title": "新たな計画", "keep": "1"}
