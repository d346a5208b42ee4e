"""The pages to which no link of the seeded day leads, in a real browser: those that a press, a search or a rare state of a record comes to,
those of signing in, and the error pages. Each has one heading, is clean to a screen reader, and is whole at 400% zoom."""

from collections.abc import Callable, Generator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.conf import settings
from django.test import RequestFactory
from django.urls import reverse
from playwright.sync_api import Browser, Page

from borderops.kit.errors import server_error
from examinations import actions
from examinations.actions import SearchDetails
from examinations.models import Kind, Review
from tests.examinations.scenes import begin, pressed
from tests.factories import PASSWORD
from tests.journeys.looking import faults_of
from tests.walk.addresses import ADDRESSES
from tests.walk.asking import Cell, Walker
from tests.walk.databases import world
from tests.walk.serving import served
from tests.walk.world import World

__all__ = ["world"]
pytestmark = pytest.mark.xdist_group("unlinked pages")  # one world and one service for all of them

# Who looks, and at which thing of the world.
PAGES = {
    "account_reauthenticate": ("pc.luton", ""),
    "assurance:assess": ("sgt.norwich", "open"),
    "assurance:decide": ("sgt.norwich", "open"),
    "assurance:learning": ("pc.stansted", "returned"),
    "carried": ("pc.stansted", "own"),
    "examinations:answer_request": ("supt.oncall", "away_live"),
    "examinations:biometric_act": ("pc.stansted", "live"),
    "examinations:cash_step": ("pc.stansted", "live"),
    "examinations:copy_act": ("pc.stansted", "live"),
    "examinations:correct_row": ("pc.stansted", "live"),
    "examinations:count_cash": ("pc.stansted", "live"),
    "examinations:describe_cash": ("pc.stansted", "live"),
    "examinations:pack": ("sgt.stansted", "accepted"),
    "examinations:passport": ("pc.stansted", "live"),
    "examinations:release_file": ("sgt.stansted", "live"),
    "examinations:withdraw_file": ("pc.stansted", "live"),
    "examinations:withdraw_row": ("pc.stansted", "live"),
    "organisation:password": ("admin.vetting", "pc.luton"),
    "organisation:reactivate": ("admin.vetting", "pc.deactivated"),
    "organisation:unlock": ("admin.vetting", "pc.luton"),
    "workbench:find": ("pc.luton", ""),
    "workbench:row-found": ("psd.auditor", "found"),
}
# Looked at below, in a state that only a story of their own brings about.
IN_A_STORY = frozenset(
    {
        *("examinations:cash_report", "examinations:correct_review", "examinations:describe_goods", "examinations:release_now"),
        *("account_login", "account_logout", "organisation:find", "mfa_authenticate", "mfa_deactivate_totp", "mfa_edit_webauthn"),
        *("mfa_generate_recovery_codes", "mfa_list_webauthn", "mfa_reauthenticate", "mfa_reauthenticate_webauthn"),
        *("mfa_remove_webauthn", "mfa_view_recovery_codes"),
    }
)
LOOKED_AT = frozenset(PAGES) | IN_A_STORY

Enter = Callable[[str], Page]


@pytest.fixture(scope="module")
def service(world: World) -> Generator[str]:
    with served() as address:
        yield address


@pytest.fixture
def enter(service: str, world: World, browser: Browser, browser_context_args: dict[str, Any]) -> Generator[Enter]:
    """`enter("pc.stansted")` is that person's page, signed in; `enter("")` is nobody's."""
    pages: dict[str, Page] = {}

    def go(who: str) -> Page:
        if who not in pages:
            context = browser.new_context(**{**browser_context_args, "base_url": service})
            context.set_default_timeout(90_000)
            if who:
                cookies = Walker(world, who).cookies
                context.add_cookies([{"name": name, "value": value, "url": service} for name, value in cookies.items()])
            pages[who] = context.new_page()
        return pages[who]

    yield go
    for page in pages.values():
        page.context.close()


def looked_at(page: Page, path: str, *, status: int = 200) -> list[str]:
    """Open the page and say what is wrong with it."""
    answer = page.goto(path)
    if answer is None or answer.status != status or not page.url.endswith(path):
        return [f"{path}: answered {answer.status if answer else 'nothing'}, at {page.url}"]
    return faults_of(page, path)


def told(faults: list[str]) -> None:
    assert not faults, "\n".join(faults)


def test_every_page_that_is_looked_at_here_is_a_page() -> None:
    assert {name for name in LOOKED_AT if "GET" not in ADDRESSES[name].methods} == set()


def test_what_a_press_a_search_or_a_rare_state_leads_to_is_clean(enter: Enter, world: World) -> None:
    faults: list[str] = []
    enter("pc.stansted").route("**/js/carried.js", lambda route: route.abort())  # with it, the page sends itself on at once
    for name, (who, key) in PAGES.items():
        thing = world.of(ADDRESSES[name].kind)[key] if key else None
        faults += looked_at(enter(who), Walker(world, who).path(Cell(who, name, "GET", thing)))
    for who, path in rare(world):
        faults += looked_at(enter(who), path)
    page = enter("admin.vetting")
    page.goto(reverse("organisation:people"))
    page.locator("main input[name=text]").fill("4101")
    with page.expect_navigation():
        page.locator("main input[name=text]").press("Enter")
    told([*faults, *faults_of(page, reverse("organisation:find"))])


def rare(world: World) -> list[tuple[str, str]]:
    """Who looks at which address of a record that must be released, one whose review can be corrected, and one of goods."""
    cast = replace(world.cast, at=world.cast.at - timedelta(minutes=60))
    ending, reviewed = begin(cast), begin(cast)
    ending.detain(10)
    ending.review(40, outcome=Review.Outcome.RELEASE, is_necessary=False, rights_reminded=[])
    reviewed.detain(10)
    review = reviewed.review(40)
    given: dict[str, Any] = {"kind": Kind.BAGS_SEARCHED, "when": pressed(reviewed.minute(42)), "details": SearchDetails(words="One bag.")}
    search = reviewed.do("pc.stansted", actions.record_search, examination=reviewed.examination, **given)
    where = {"port": cast.ports["Stansted"], "power": "TACT_S7", "place_kind": "CARGO_AGENT", "when": pressed(cast.at)}
    goods = reviewed.do("pc.stansted", actions.start_goods, **where)
    pk = reviewed.examination.pk
    return [
        ("pc.stansted", reverse("examinations:release_now", args=[ending.examination.pk])),
        ("sgt.stansted", reverse("examinations:correct_review", args=[pk, review.event_id])),
        ("pc.stansted", reverse("examinations:cash_report", args=[pk, search.event_id])),
        ("pc.stansted", reverse("examinations:describe_goods", args=[goods.pk])),
    ]


# --- Signing in ----------------------------------------------------------------------------------------------------------------------


def sign_in(page: Page, name: str, password: str) -> None:
    page.goto(reverse("account_login"))
    page.locator("input[name=login]").fill(name)
    page.locator("input[name=password]").fill(password)
    with page.expect_navigation():
        page.locator("input[name=password]").press("Enter")


def test_the_sign_in_page_its_refusal_and_its_lock_are_clean(enter: Enter) -> None:
    page = enter("")
    faults = looked_at(page, reverse("account_login"))
    sign_in(page, "nobody.known", "wrong")
    faults += faults_of(page, "a wrong password")
    for _ in range(settings.AXES_FAILURE_LIMIT):
        if page.locator("input[name=login]").count():
            sign_in(page, "nobody.known", "wrong")
    assert page.locator("input[name=login]").count() == 0, "five wrong passwords did not lock"
    told([*faults, *faults_of(page, "the lock")])


def test_the_pages_of_a_second_factor_are_clean(enter: Enter, world: World) -> None:
    page = enter("")
    sign_in(page, "pc.harwich", PASSWORD)
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    key = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True, "isUserVerified": True}
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": key})
    page.goto(reverse("mfa_add_webauthn"))
    page.locator("input[name=passwordless]").check()
    with page.expect_navigation(url="**/recovery-codes/**"):
        page.locator("main button[type=submit], main button").first.click()
    faults = faults_of(page, "the recovery codes")
    authenticator = TOTP.activate(world.cast["pc.harwich"], generate_totp_secret())
    held = authenticator.instance.user.authenticator_set.get(type="webauthn").pk
    for name, args in (
        *((name, []) for name in ("mfa_list_webauthn", "mfa_view_recovery_codes", "mfa_generate_recovery_codes", "mfa_deactivate_totp")),
        ("mfa_edit_webauthn", [held]),
        ("mfa_remove_webauthn", [held]),
        ("mfa_reauthenticate", []),
        ("mfa_reauthenticate_webauthn", []),
        ("account_logout", []),
    ):
        faults += looked_at(page, reverse(name, args=args))
    page.context.clear_cookies()
    sign_in(page, "pc.harwich", PASSWORD)
    assert page.url.split("?")[0].endswith(reverse("mfa_authenticate"))
    told([*faults, *faults_of(page, reverse("mfa_authenticate"))])


# --- Error pages ---------------------------------------------------------------------------------------------------------------------

# Sent by the form of the page that is open, as a browser sends it.
SEND_AGAIN = "form => { const f = document.querySelector(form); f.action = location.pathname; f.submit(); }"
SEND_TOO_MUCH = """form => { const f = document.querySelector(form);
  for (let i = 0; i < 3000; i += 1) { const e = document.createElement('input'); e.name = `n${i}`; f.append(e); } f.submit(); }"""
SEND_WITHOUT = """form => { const f = document.querySelector(form); f.querySelector('[name=submission_id]').remove(); f.submit(); }"""
SEND_UNPROVEN = """form => { const f = document.querySelector(form); f.querySelector('[name=csrfmiddlewaretoken]').remove();
  f.querySelector('[name=sender]').remove(); f.submit(); }"""
FORM = "main form[data-draft-url]"


def sent(page: Page, script: str, status: int) -> list[str]:
    with page.expect_navigation() as caught:
        page.evaluate(script, FORM)
    found = faults_of(page, f"the page of {status}")
    return found if caught.value.status == status else [f"expected {status}, answered {caught.value.status}", *found]


def test_the_error_pages_are_clean(enter: Enter, world: World) -> None:
    page = enter("pc.stansted")
    faults = looked_at(page, reverse("organisation:people"), status=403)
    faults += looked_at(page, "/nothing/of/the/kind/", status=404)
    faults += looked_at(page, reverse("preferences"), status=405)
    particulars = reverse("examinations:particulars", args=[world.of("examination")["live"].pk])
    page.goto(particulars)
    page.locator(f"{FORM} [name=version]").evaluate("e => { e.value = '0'; }")
    page.locator(f"{FORM} [name=carrier]").evaluate("e => { e.value = 'Another carrier'; }")
    faults += sent(page, SEND_AGAIN, 409)
    page.goto(particulars)
    faults += sent(page, SEND_TOO_MUCH, 400)
    page.goto(particulars)
    faults += sent(page, SEND_WITHOUT, 400)
    page.goto(particulars)
    faults += sent(page, SEND_UNPROVEN, 403)
    body = server_error(RequestFactory().get("/")).content.decode()
    page.route("**/broken/", lambda route: route.fulfill(status=500, content_type="text/html", body=body))
    faults += looked_at(page, "/broken/", status=500)
    told(faults)
