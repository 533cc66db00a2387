"""April: many roles handed over at once, shown before, all or nothing, undone as a whole."""

import datetime as dt

import pytest

from jibungoto.kernel import clock
from jibungoto.people import services
from jibungoto.people.models import Invitation, RoleGrant, TurnOver

from . import factories as make

TODAY = dt.date(2026, 11, 23)
MARCH, APRIL = dt.date(2027, 3, 31), dt.date(2027, 4, 1)


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    monkeypatch.setattr(clock, "today", lambda: TODAY)


@pytest.fixture
def administrator(city):
    return make.actor_of(make.with_role("administrator"), city)


def april(city, *lines):
    services.department_named("市民課")
    return "\n".join(["氏名\tメール\t役割\t地区・団体\tいつから\tいつまで\t理由", *lines])


def test_april_hands_over_many_roles_and_can_be_undone(city, administrator):
    district = make.a_district("北地区")
    old = services.grant_role(role="district_officer", user=make.a_user(), district=district)
    known = make.a_user("known@example.jp")
    pasted = april(
        city,
        "見本 一\tknown@example.jp\t地区担当職員・コーディネーター"
        "\t北地区\tR9.4.1\t令和10年3月31日\t異動",
        "見本 二\tnew@example.jp\t協議会の事務局\t北地区\t2027/4/1\t\t総会",
    )
    rows = services.read_rows(pasted, actor=administrator)
    assert [row.faults for row in rows] == [[], []]
    assert [row.known for row in rows] == [True, False]
    done = services.turn_over(
        rows=rows, ending=[old], last_day=MARCH, note="2027年4月", actor=administrator
    )
    old.refresh_from_db()
    assert old.ends_on == MARCH
    assert RoleGrant.objects.get(user=known).starts_on == APRIL
    assert Invitation.objects.get().email == "new@example.jp"
    services.undo_turn_over(done=done, actor=administrator)
    services.undo_turn_over(done=done, actor=administrator)
    old.refresh_from_db()
    assert old.ends_on is None
    assert not RoleGrant.objects.filter(user=known).exists()
    assert Invitation.objects.get().withdrawn_at


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("x\tnot-an-address\t各課の担当\t市民課\t\t\t", "メールアドレス"),
        ("x\ta@example.jp\t知らない役割\t\t\t\t", "役割の名前"),
        ("x\ta@example.jp\t協議会の事務局\tない地区\t\t\t", "地区・団体・課の名前"),
        ("x\ta@example.jp\t協議会の事務局\t\t\t\t", "地区を選んで"),
        ("x\ta@example.jp\t各課の担当\t\t\t\t", "担当課を選んで"),
        ("x\ta@example.jp\t各課の担当\tない課\t\t\t", "地区・団体・課の名前"),
        ("x\ta@example.jp\t各課の担当\t市民課\tいつか\t\t", "日付"),
        ("x\ta@example.jp\t各課の担当\t市民課\t2027/4/1\t2026/4/1\t", "いつまで"),
    ],
)
def test_a_fault_is_told_by_row_and_nothing_is_done(city, administrator, line, words):
    rows = services.read_rows(
        april(city, "x\tok@example.jp\t各課の担当\t市民課\t\t\t", line), actor=administrator
    )
    assert [row.number for row in rows if row.faults] == [3]
    assert words in rows[1].faults[0]
    with pytest.raises(services.RoleProblem, match="3行目"):
        services.turn_over(rows=rows, ending=[], last_day=None, actor=administrator)
    assert not Invitation.objects.exists()
    assert not TurnOver.objects.exists()


def test_the_same_line_twice_is_a_fault(city, administrator):
    line = "x\ta@example.jp\t各課の担当\t市民課\t\t\t"
    rows = services.read_rows(april(city, line, line), actor=administrator)
    assert "2行目と同じ" in rows[1].faults[0]


def test_a_turn_over_never_leaves_the_city_without_an_administrator(city, administrator):
    only = RoleGrant.objects.get()
    new = make.a_user("next@example.jp")
    rows = services.read_rows(
        april(city, "x\tnext@example.jp\t管理者\t\t2027/4/1\t\t"), actor=administrator
    )
    with pytest.raises(services.LastAdministrator):
        services.turn_over(rows=[], ending=[only], last_day=MARCH, actor=administrator)
    only.refresh_from_db()
    services.turn_over(rows=rows, ending=[only], last_day=MARCH, actor=administrator)
    assert RoleGrant.objects.filter(user=new).exists()


def test_the_page_of_april_shows_before_it_does(city):
    client = make.signed_in(make.with_role("administrator"))
    told = {"rows": april(city, "x\ta@example.jp\t各課の担当\t市民課\t\t\t"), "note": "4月"}
    shown = client.post(f"/{city.slug}/roles/turn-over/", told)
    assert "招待を送る" in shown.content.decode()
    assert not TurnOver.objects.exists()
    done = client.post(f"/{city.slug}/roles/turn-over/", {**told, "step": "do"})
    assert done.status_code == 302
    page = client.get(done["Location"])
    assert page.status_code == 200
    client.post(f"{done['Location']}undo/")
    assert TurnOver.objects.get().undone_at


def test_names_in_the_pasted_table_are_not_kept(city, administrator):
    rows = services.read_rows(
        april(city, "秘密 太郎\ta@example.jp\t各課の担当\t市民課\t\t\t"), actor=administrator
    )
    services.turn_over(rows=rows, ending=[], last_day=None, actor=administrator)
    from django.core import serializers

    kept = serializers.serialize("json", [*Invitation.objects.all(), *TurnOver.objects.all()])
    assert "秘密" not in kept


def test_a_district_is_known_without_the_word_that_ends_its_name(city, administrator):
    district = make.a_district("つつじ台地区")
    pasted = april(city, "見本\tnew@example.jp\t協議会の事務局\tつつじ台\tR9.4.1\t\t総会")
    (row,) = services.read_rows(pasted, actor=administrator)
    assert (row.district, row.faults) == (district, [])
