"""Votes go on while all votes are read and what they say is kept: nobody who votes waits for it."""

import json

from tests.installation import Installation

# One process, two connections: the one that reads, and one that votes from another thread.
BESIDE = """
import json, threading
from django.db import connection, connections, transaction
from jibungoto.hear.opinions import services as opinions
from jibungoto.hear.opinions.models import Analysis, Conversation, Part, Statement, Vote
from jibungoto.hear.opinions.reading import read
from jibungoto.hear.opinions.selectors import votes as selectors
from jibungoto.hear.opinions.services.analyses import keep_analysis
from jibungoto.kernel import tenancy
from jibungoto.kernel.models import Municipality
from jibungoto.people import devices, services as people

city = Municipality.objects.create(slug="test", name="ためし市")
told = {}

with tenancy.within(city):
    made = opinions.create_conversation(title="足", question="足をどうしますか", slug="ashi")
    opinions.add_statements(conversation=made, texts=[f"考え {n}。" for n in range(1, 13)])
    opinions.open_conversation(conversation=made)
    made = Conversation.objects.select_related("node").get()
    ids = dict(made.statements.values_list("number", "pk"))
    # Many who always say the same: their parts are marked while the reading is kept.
    opinions.take_in(conversation=made, rows=[
        opinions.Row(answers={s: 1 if n < 300 else (n >> s) % 3 - 1 for s in ids})
        for n in range(400)
    ])


def somebody_votes(seconds):
    \"\"\"A newcomer's part and first vote on a connection of their own; whether it got in.\"\"\"
    done = []

    def vote():
        try:
            with tenancy.within(city):
                who = people.participant_of_device(secret=devices.new_secret())
                part = opinions.part_for(conversation=made, participant=who)
                opinions.cast_vote(
                    conversation=made, part=part, statement=Statement(pk=ids[1]), value=1
                )
                done.append(part.pk)
        finally:
            connections.close_all()

    thread = threading.Thread(target=vote)
    thread.start()
    thread.join(seconds)
    return thread, done


with tenancy.within(city):
    # 1. Between the chunks in which votes are read, and while the engine works.
    chunk, beside = selectors._chunk, []

    def slow(*args):
        beside.append(somebody_votes(20)[1])
        return chunk(*args)

    selectors._chunk = slow
    found = selectors.cast(made)
    selectors._chunk = chunk
    told["while reading"] = len(beside) > 0 and all(beside)
    told["open transaction"] = connection.in_atomic_block
    told["while working"] = bool(somebody_votes(20)[1])
    reading = read(found)

    # 2. While what was found is being kept: on PostgreSQL at once; on SQLite, where one writes at a
    # time, as soon as it is kept, and without an error.
    with transaction.atomic():
        keep_analysis(conversation=made, read=reading)
        thread, done = somebody_votes(20 if connection.vendor == "postgresql" else 0.5)
        told["while keeping"] = bool(done) or connection.vendor == "sqlite"
    thread.join(30)
    told["after keeping"] = bool(done)

    told["flagged"] = Part.objects.exclude(flag="").count()
    told["analyses"] = Analysis.objects.count()
    told["votes"] = Vote.objects.count()
print(json.dumps(told))
"""


def test_a_running_analysis_blocks_no_vote(installed: Installation) -> None:
    told = json.loads(installed.python(BESIDE).stdout.splitlines()[-1])
    assert told["while reading"]
    assert not told["open transaction"], "reading holds no transaction open"
    assert told["while working"]
    assert told["while keeping"]
    assert told["after keeping"]
    assert (told["flagged"], told["analyses"]) == (300, 1)
    assert told["votes"] == 400 * 12 + 3
