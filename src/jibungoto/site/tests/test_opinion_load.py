"""`jibungoto opinion load`: a conversation of elsewhere comes in whole, and goes out as it was."""

import json

import pytest

from jibungoto.hear.opinions import exports
from jibungoto.hear.opinions.models import Conversation, Statement, Vote
from jibungoto.hear.opinions.selectors.results import release_of, result
from jibungoto.kernel import tenancy
from jibungoto.kernel.models import Municipality
from jibungoto.site.cli import main

LONG = "長い意見です。" * 30
COMMENTS = f"""comment-id,author-id,moderated,is-meta,is-seed,comment-body
0,7,1,false,true,広場にいすを
3,7,1,false,false,夜も明るく
4,8,-1,false,false,見えなくした意見
7,8,1,true,true,この地区に住んでいます
9,9,0,false,false,"{LONG}"
12,9,1,false,false,だれも答えていない意見
"""


@pytest.fixture
def folder(tmp_path):
    """Thirty people in two camps; some changed their mind, two votes at the very same moment."""
    made = tmp_path / "3phdex2kjf.export"
    made.mkdir()
    rows = [
        (1000 + person, statement, person, 1 if (person < 15) == (statement < 4) else -1)
        for person in range(30)
        for statement in (0, 3, 4, 7, 9)
    ]
    rows += [(5, 0, 3, -1), (2000, 0, 4, 0), (3000, 3, 5, 1), (3000, 3, 5, -1)]
    lines = "".join(f"{','.join(map(str, row))}\n" for row in rows)
    (made / "votes.csv").write_text("timestamp,comment-id,voter-id,vote\n" + lines, "utf-8")
    (made / "comments.csv").write_text(COMMENTS, "utf-8")
    summary = 'topic,UberXを考える\nconversation-description,"一行目\n二行目"\n'
    (made / "summary.csv").write_text(summary, "utf-8")
    return made


def loaded(path, city="elsewhere") -> Municipality:
    assert main(["opinion", "load", str(path), "--municipality", city, "--name", "よそ市"]) == 0
    return Municipality.objects.get(slug=city)


def the_release(city: Municipality):
    with tenancy.within(city):
        found = result(Conversation.objects.get())
        assert found is not None
        release = release_of(found.analysis)
    assert release is not None
    return release


def bare(told):
    """What is compared: everything but the votes that travel with it."""
    return json.loads(json.dumps({key: told[key] for key in told if key != "votes"}))


@pytest.mark.django_db
def test_a_loaded_conversation_publishes_what_the_original_says(folder, tmp_path, capsys):
    release = the_release(loaded(folder))
    capsys.readouterr()
    assert main(["opinion", "analyse", str(folder), "--published", "--json"]) == 0
    assert bare(json.loads(capsys.readouterr().out)) == bare(release)
    result_file = tmp_path / "result.json"
    result_file.write_bytes(exports.release_json(release))
    assert main(["opinion", "recompute", str(result_file)]) == 0
    assert release["input"] in capsys.readouterr().out


@pytest.mark.django_db
def test_statements_keep_number_words_and_what_they_were_for(folder):
    with tenancy.within(loaded(folder)):
        made = Conversation.objects.select_related("node").get()
        assert (made.title, made.question) == ("UberXを考える", "UberXを考える")
        assert made.background == "一行目\n二行目"
        rows = {one.number: one for one in Statement.objects.all()}
        assert sorted(rows) == [0, 3, 4, 7, 9, 12]
        assert rows[9].text == LONG
        assert [n for n, one in rows.items() if one.state == "out"] == [4]
        assert [n for n, one in rows.items() if one.is_meta] == [7]
        assert [n for n, one in rows.items() if one.origin == "seed"] == [0, 7]
        kept = {
            (vote.statement.number, vote.value)
            for vote in Vote.objects.filter(statement__number__in=(0, 3)).select_related(
                "statement"
            )
        }
        assert (0, 0) in kept, "who changed their mind to a pass passes"
        found = result(made)
        assert found is not None
        assert [one.number for one in found.meta] == [7]
        assert 7 not in {one.number for one in [*found.shared, *found.divisive, *found.mixed]}


@pytest.mark.django_db
def test_what_we_published_is_loaded_and_published_alike_again(folder, tmp_path, capsys):
    release = the_release(loaded(folder))
    bundle = tmp_path / "open-data.zip"
    bundle.write_bytes(exports.release_zip(release))
    again = the_release(loaded(bundle, "third"))
    assert bare(again) == bare(release)
    assert again["votes"] == release["votes"]
    alone = tmp_path / "result.json"
    alone.write_bytes(exports.release_json(release))
    assert the_release(loaded(alone, "fourth")) == release
