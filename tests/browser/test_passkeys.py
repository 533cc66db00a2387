"""A passkey made in a browser opens the account without a password."""

from urllib.parse import urlsplit

from playwright.sync_api import Browser

from tests.browser.conftest import Site

PHONE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def test_a_passkey_is_made_and_opens_the_account(browser: Browser, site: Site) -> None:
    # A passkey belongs to a name, never to a bare number.
    address = f"http://localhost:{urlsplit(site.address).port}"
    context = browser.new_context(locale="ja-JP")
    page = context.new_page()
    device = context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    device.send("WebAuthn.addVirtualAuthenticator", {"options": PHONE})
    email = "jumin@hinata.example.jp"
    Site(address, site.sign_ins).sign_in(page, email)
    page.goto(f"{address}/account/2fa/webauthn/add/")
    page.fill("#id_password", site.sign_ins[email])
    page.click("button:has-text('確かめて進む')")
    page.fill("#id_name", "わたしのスマートフォン")
    page.check("#id_passwordless")
    page.click("#mfa_webauthn_add")
    page.wait_for_url("**/recovery-codes/")
    page.goto(f"{address}/account/logout/")
    page.click("button:has-text('サインアウトする')")
    page.goto(f"{address}/account/login/?next=/account/")
    page.click("#passkey_login")
    page.wait_for_url(f"{address}/account/")
    assert email in page.inner_text("main")
    context.close()
