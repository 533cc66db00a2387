"""Operations of the API: read by everybody; each answers only what the reader may see."""

from jibungoto.decide.plans.tests.factories import a_plan
from jibungoto.hear.ideas.tests.factories import an_idea
from jibungoto.hear.opinions.tests.factories import a_conversation
from jibungoto.hear.surveys.tests.factories import a_survey
from jibungoto.kernel.models import Node
from jibungoto.know.facilities.tests.factories import a_facility
from jibungoto.know.findings.tests.factories import a_finding
from tests.world import World

EVERYBODY = "oooooooooo"
MATRIX = {
    ("api:api-root", "GET"): {"": ".........."},
    ("api:openapi-json", "GET"): {"": EVERYBODY},
    ("api:municipality_list", "GET"): {"": EVERYBODY},
    ("api:node_list", "GET"): {"": EVERYBODY},
    ("api:node_view", "GET"): {"public": EVERYBODY, "draft": ".......oo."},
    ("api:node_story", "GET"): {"public": EVERYBODY, "draft": ".......oo."},
    ("api:search", "GET"): {"": EVERYBODY},
    ("api:measure_list", "GET"): {"": EVERYBODY},
    ("api:measure_view", "GET"): {"unknown": ".........."},
    ("api:statement_list", "GET"): {"public": EVERYBODY, "draft": ".........."},
    ("api:finding_list", "GET"): {"": EVERYBODY},
    ("api:finding_view", "GET"): {"public": EVERYBODY, "draft": ".........."},
    ("api:idea_list", "GET"): {"": EVERYBODY},
    ("api:idea_view", "GET"): {"public": EVERYBODY, "draft": ".........."},
    ("api:plan_list", "GET"): {"": EVERYBODY},
    ("api:plan_view", "GET"): {"public": EVERYBODY, "draft": ".......oo."},
    ("api:survey_list", "GET"): {"": EVERYBODY},
    ("api:survey_view", "GET"): {"running": EVERYBODY, "draft": ".........."},
    ("api:survey_result", "GET"): {"over": EVERYBODY, "draft": ".........."},
    ("api:facility_list", "GET"): {"": EVERYBODY},
    ("api:facility_view", "GET"): {"there": EVERYBODY},
}


def kwargs(url_name: str, state: str, world: World) -> dict[str, object]:
    if state == "unknown":
        return {"key": "nothing.of.the.kind"}
    if not state:
        return {}
    if url_name == "api:facility_view":
        return {"code": a_facility().node.short_code}
    if url_name == "api:idea_view":
        idea = an_idea()
        Node.objects.filter(pk=idea.node_id).update(state=state)
        return {"code": idea.code}
    if url_name == "api:statement_list":
        return {"slug": a_conversation(opened=state == "public").slug}
    if url_name.startswith("api:survey"):
        return {"code": a_survey(state=state).code}
    if url_name == "api:finding_view":
        finding = a_finding()
        Node.objects.filter(pk=finding.node_id).update(state=state)
        return {"code": finding.code}
    plan = a_plan()
    Node.objects.filter(pk=plan.node_id).update(state=state)
    return {"slug": plan.slug} if url_name == "api:plan_view" else {"code": plan.node.short_code}
