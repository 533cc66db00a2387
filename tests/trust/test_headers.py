"""What every answer tells a browser."""

import pytest

from tests import world as worlds

PAGES = ("/koko/", "/koko/search/?q=%00", "/koko/nothing/", "/account/login/", "/api/v1/koko/nodes")


@pytest.fixture
def world(db: None) -> worlds.World:
    return worlds.build_signed_in()


@pytest.mark.parametrize("page", PAGES)
def test_no_answer_lets_itself_be_framed_guessed_or_told_on(page: str, world: worlds.World) -> None:
    said = world.client("guest").get(page).headers
    policy = said["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy, "nothing is asked of others"
    assert said["X-Content-Type-Options"] == "nosniff"
    assert said["X-Frame-Options"] == "DENY"
    assert said["Referrer-Policy"] == "same-origin"
    assert said["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "camera=()" in said["Permissions-Policy"]
    assert {"private", "no-store"} & set(said["Cache-Control"].split(", "))


@pytest.mark.parametrize("page", ["/koko/", "/koko/desk/", "/account/", "/koko/audit/"])
def test_what_was_made_for_somebody_is_kept_nowhere(page: str, world: worlds.World) -> None:
    assert "no-store" in world.client("administrator").get(page).headers["Cache-Control"]


def test_cookies_are_out_of_reach_of_scripts_and_of_others(world: worlds.World) -> None:
    client = world.client("guest")
    client.post("/koko/findings/new/", {"title": "坂"})
    client.get("/account/login/")
    found = {name: morsel for name, morsel in client.cookies.items() if morsel.value}
    assert found
    for name, morsel in found.items():
        assert morsel["httponly"], name
        assert morsel["samesite"] in ("Lax", "Strict"), name


@pytest.mark.parametrize(
    ("page", "status"),
    [("/koko/search/?q=%00", 200), ("/koko/?x%00=%00", 200), ("/%00/", 400), ("/koko/n/%00/", 400)],
)
def test_nul_in_an_address_breaks_nothing(page: str, status: int, world: worlds.World) -> None:
    assert world.client("planner").get(page).status_code == status


def test_nul_in_what_is_sent_is_left_out(world: worlds.World) -> None:
    client = world.client("administrator")
    sent = {"contact_office": "協働\0推進課", "colour": "#b4326e"}
    assert client.post("/koko/settings/details/", sent).status_code == 302
    assert "協働推進課" in client.get("/koko/settings/details/").content.decode()
