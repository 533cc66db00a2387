"""Who may open the pages of what the votes say. Letters and their order: tests/world.py."""

import datetime as dt
from typing import Any

from jibungoto.hear.opinions import services
from jibungoto.hear.opinions.models import Conversation
from jibungoto.hear.opinions.services.deeds import promise_deed
from jibungoto.kernel import clock
from tests.world import World

from .factories import a_conversation, votes
from .voted import analysed, two_camps

# guest participant resident officer secretary district_officer department planner admin stranger
ALL = "oooooooooo"
NOBODY = ".........."
DECIDES = "ll--oo-oo-"
ANSWERS = "ll--ooooo-"
_READ = {"read": ALL, "open": NOBODY}

MATRIX: dict[tuple[str, str], dict[str, str]] = {
    ("opinions:result_view", "GET"): {"read": ALL, "open": ALL, "secret": ALL},
    ("opinions:result_screen", "GET"): {"read": ALL, "open": ALL},
    ("opinions:result_table", "GET"): {**_READ, "secret": "....oo.oo."},
    ("opinions:result_csv", "GET"): {**_READ, "secret": "....oo.oo."},
    ("opinions:result_release", "GET"): {**_READ, "secret": NOBODY},
    ("api:result_view", "GET"): {"open": NOBODY, "read": ALL, "secret": NOBODY},
    # That paper comes out is another test's matter: ten sheets take their time.
    ("opinions:result_sheets", "GET"): {"open": NOBODY},
    ("opinions:result_slides", "GET"): {"open": NOBODY},
    ("opinions:result_poster", "GET"): {"open": NOBODY},
    ("opinions:group_words", "GET"): {"camps": DECIDES},
    ("opinions:group_words", "POST"): {"camps": DECIDES},
    ("opinions:deed_list", "GET"): {"open": DECIDES, "read": DECIDES},
    ("opinions:deed_promise", "GET"): {"open": ANSWERS, "promised": ANSWERS},
    ("opinions:deed_promise", "POST"): {"open": "ll--oo.oo-"},
    ("opinions:deed_answer", "POST"): {"promised": ANSWERS},
    ("opinions:deed_connect", "POST"): {"promised": ANSWERS},
    ("opinions:deed_take_back", "POST"): {"promised": DECIDES},
}


def of_state(state: str, world: World) -> Conversation:
    """open; read (closed, read for good); secret (shown at the end); camps (two); promised."""
    showing = "end" if state == "secret" else "live"
    texts = [f"意見{n}です。" for n in range(1, 7)]
    made = a_conversation(district=world.district, showing=showing, texts=texts)
    if state in ("read", "secret", "camps"):
        votes(made, two_camps(40 if state == "camps" else 12))
        if state == "read":
            services.close_conversation(conversation=made, reason="ためし")
            made.refresh_from_db()
        analysed(made, final=state == "read")
    if state == "promised":
        due = clock.today() + dt.timedelta(days=10)
        promise_deed(statement=made.statements.get(number=1), kind="answer", who="交通課", due=due)
    return made


def kwargs(url_name: str, state: str, world: World) -> dict[str, Any]:
    made = of_state(state, world)
    if url_name.startswith("opinions:deed_") and url_name != "opinions:deed_list":
        return {"slug": made.slug, "number": 1}
    if url_name == "api:result_view":
        return {"conversation": made.slug}
    return {"slug": made.slug}


def data(url_name: str, state: str, world: World) -> dict[str, Any]:
    due = clock.today() + dt.timedelta(days=10)
    return {
        "opinions:deed_promise": {"kind": "answer", "who": "交通課", "due": due.isoformat()},
        "opinions:deed_answer": {"answer": "来年度から試します。"},
    }.get(url_name, {})
