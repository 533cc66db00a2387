"""The server is killed while people vote: what it acknowledged is there, once, with its value."""

import http.client
import json
import queue
import random
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest

from tests import forking, installation
from tests.faults.test_killed_server import LOADED, SOUND, TOKEN, Server
from tests.installation import Installation

KILLS = 3
PEOPLE = 20
STATEMENTS = 30

PREPARE = """
import json, sys
from jibungoto.hear.opinions import services as opinions
from jibungoto.kernel import tenancy
from jibungoto.kernel.models import Municipality
from jibungoto.people import devices, services
city = Municipality.objects.create(slug="test", name="ためし市")
with tenancy.within(city):
    services.create_roles(city)
    made = opinions.create_conversation(title="足", question="足をどうしますか", slug="ashi")
    texts = [f"考え {n}。" for n in range(1, int(sys.argv[1]) + 1)]
    opinions.add_statements(conversation=made, texts=texts)
    opinions.open_conversation(conversation=made)
    people = []
    for _ in range(int(sys.argv[2])):
        secret = devices.new_secret()
        people.append(services.participant_of_device(secret=secret).pk)
        print(json.dumps([people[-1], devices.cookie_value(secret)]))
"""
KEPT = """
import json
from jibungoto.hear.opinions.models import Vote
rows = Vote.everywhere.values_list("part__participant_id", "statement__number", "value")
print(json.dumps(list(rows)))
"""
WORDS = {"agree": 1, "pass": 0, "disagree": -1}


@pytest.fixture
def loaded(installed: Installation, tmp_path: Path) -> Iterator[forking.Ready]:
    settings = {"DJANGO_SETTINGS_MODULE": "jibungoto.site.settings"}
    made = forking.Ready(LOADED, {**installed.environment, **settings}, tmp_path / "said")
    yield made
    made.close()


def test_no_acknowledged_vote_is_lost_or_doubled_when_the_server_is_killed(
    installed: Installation, loaded: forking.Ready
) -> None:
    told = installed.python(PREPARE, str(STATEMENTS), str(PEOPLE))
    people = [json.loads(line) for line in told.stdout.splitlines()]
    rng = random.Random(20261127)  # noqa: S311  a seed, no secret
    work: queue.SimpleQueue[tuple[int, str, int, str]] = queue.SimpleQueue()
    asked = [
        (p, c, n, rng.choice(list(WORDS))) for p, c in people for n in range(1, STATEMENTS + 1)
    ]
    rng.shuffle(asked)
    for one in asked:
        work.put(one)
    acknowledged: dict[tuple[int, int], int] = {}
    port = installation.a_free_port()
    for _ in range(KILLS):
        server = Server(loaded, port)
        enough = len(acknowledged) + rng.randint(20, 80)
        voting = [
            threading.Thread(target=_vote_all, args=(port, work, acknowledged)) for _ in range(6)
        ]
        for thread in voting:
            thread.start()
        while len(acknowledged) < enough and any(thread.is_alive() for thread in voting):
            time.sleep(0.001)
        server.kill()
        for thread in voting:
            thread.join()
        assert len(acknowledged) >= enough, "the votes ended before the server did"
    rows = [tuple(row) for row in json.loads(installed.python(KEPT).stdout)]
    kept = {(person, number): value for person, number, value in rows}
    assert len(kept) == len(rows)
    assert {key for key, value in acknowledged.items() if kept.get(key) != value} == set()
    installed.python(SOUND)


def _vote_all(port: int, work: "queue.SimpleQueue[tuple[int, str, int, str]]", done: dict) -> None:
    """Vote until the server is gone; note what it said yes to."""
    while True:
        try:
            person, cookie, number, word = work.get_nowait()
            status = _vote(port, cookie, number, word)
        except (queue.Empty, OSError, http.client.HTTPException):
            return
        assert status == 302
        done[person, number] = WORDS[word]


def _vote(port: int, cookie: str, number: int, word: str) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    told = {"csrfmiddlewaretoken": TOKEN, "statement": number, "vote": word}
    headers = {
        "Content-Type": "application/x-www-form-urlencoded",
        "Cookie": f"participant={cookie}; csrftoken={TOKEN}",
    }
    try:
        path = "/test/opinions/ashi/vote/cast/"
        connection.request("POST", path, body=urlencode(told), headers=headers)
        answer = connection.getresponse()
        answer.read()
        return answer.status
    finally:
        connection.close()
