"""A form sent on an expired sign-in comes back to its sender and to nobody else, and is sent on once."""

import re
from datetime import timedelta
from html import unescape
from uuid import UUID, uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from time_machine import TimeMachineFixture

from borderops.kit.clock import now
from organisation.carry import KEPT_FOR, MOST_KEPT, SENDER_GOOD_FOR, owner_of, sender_token
from organisation.models import CarriedForm, Notice, User
from tests.factories import PASSWORD
from tests.organisation.conftest import SIGN_IN, Answer, sign_in

pytestmark = pytest.mark.usefixtures("sample")
FORM = "/sample/"
TEXT = 'Stopped at gate 12.\r\nSaid that the bag was his brother\'s; "not mine" <again>'


def hidden(page: Answer, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page.content.decode())
    assert found, f"no {name} in the page"
    return found[1]


def drawn_for(user: User) -> dict[str, str]:
    """What the form holds that was drawn for this person before their sign-in ended, and what they typed into it."""
    browser = Client()
    sign_in(browser, user)
    page = browser.get(FORM)
    return {
        "sender": hidden(page, "sender"),
        "submission_id": hidden(page, "submission_id"),
        "text": TEXT,
        "pressed_at": "2026-11-23T10:00:00.000Z",
    }


def send_late(user: User, **more: object) -> tuple[Client, Answer]:
    """The form sent by a browser in which nobody is signed in any more."""
    browser = Client(enforce_csrf_checks=True)
    return browser, browser.post(FORM, {**drawn_for(user), **more})


def kept_page(answer: Answer) -> str:
    found = re.fullmatch(rf"{SIGN_IN}\?next=(/account/carried/[0-9a-f-]{{36}}/)", answer["Location"])
    assert found
    return found[1]


def resend(browser: Client, page: Answer) -> Answer:
    """Press the button of the page, as a browser does: every hidden field of its first form."""
    body = page.content.decode().split("<main")[1].split("</form>")[0]
    fields = dict(re.findall(r'name="([^"]*)" value="([^"]*)"', body))
    return browser.post(FORM, {name: unescape(value) for name, value in fields.items()})


def enter(browser: Client, user: User, where: str) -> str:
    """Sign in by the page itself, in a browser that checks forgery tokens."""
    token = hidden(browser.get(f"{SIGN_IN}?next={where}"), "csrfmiddlewaretoken")
    form = {"login": user.username, "password": PASSWORD, "next": where, "csrfmiddlewaretoken": token}
    return str(browser.post(SIGN_IN, form).get("Location", ""))


def test_a_form_sent_too_late_is_offered_to_its_sender_after_signing_in_and_takes_effect_once(officer: User) -> None:
    browser, answer = send_late(officer)
    where = kept_page(answer)
    assert not Notice.objects.exists()
    assert enter(browser, officer, where) == where
    page = browser.get(where)
    text = page.content.decode()
    assert "Send what you typed" in text
    assert "brother&#x27;s; &quot;not mine&quot; &lt;again&gt;" in text
    assert "data-goes-on" in text
    done = resend(browser, page)
    assert done["Location"].startswith("/sample/done/")
    assert [notice.text for notice in Notice.objects.all()] == [TEXT]
    assert browser.get(where).status_code == 404, "offered a second time"
    again = browser.post(FORM, {**drawn_for(officer), "submission_id": "00000000-0000-4000-8000-000000000000"})
    assert again.status_code == 302


def test_sent_on_twice_it_is_done_once(officer: User) -> None:
    browser, answer = send_late(officer)
    where = kept_page(answer)
    enter(browser, officer, where)
    page = browser.get(where)
    assert resend(browser, page)["Location"] == resend(browser, page)["Location"]
    assert Notice.objects.count() == 1


def test_the_moment_of_pressing_and_every_field_are_the_first_ones(officer: User) -> None:
    browser, answer = send_late(officer, choice=["A", "B"])
    where = kept_page(answer)
    enter(browser, officer, where)
    body = browser.get(where).content.decode()
    assert 'name="pressed_at" value="2026-11-23T10:00:00.000Z"' in body
    assert re.findall(r'name="choice" value="(.)"', body) == ["A", "B"]


def test_it_is_found_again_by_whichever_way_the_sender_signs_in(client: Client, officer: User) -> None:
    _, answer = send_late(officer)
    assert sign_in(client, officer) == kept_page(answer)


def test_somebody_else_never_gets_it(client: Client, officer: User, colleague: User) -> None:
    _, answer = send_late(officer)
    where = kept_page(answer)
    assert sign_in(client, colleague, next=where) == "/"
    refused = client.get(where)
    assert refused.status_code == 404
    assert "gate 12" not in refused.content.decode()
    client.post(where)
    assert CarriedForm.objects.get().used_at is None, "a colleague threw it away"


def test_what_is_kept_cannot_be_read_in_the_database_nor_given_to_another_row(officer: User, colleague: User, client: Client) -> None:
    _, answer = send_late(officer)
    kept = CarriedForm.objects.get()
    with connection.cursor() as cursor:
        cursor.execute("SELECT encode(sealed_fields, 'escape') FROM organisation_carriedform")
        assert "gate 12" not in str(cursor.fetchone())
    CarriedForm.objects.filter(pk=kept.pk).update(owner=colleague)
    sign_in(client, colleague)
    assert client.get(kept_page(answer)).status_code == 404


def test_it_is_kept_for_a_day(client: Client, officer: User, time_machine: TimeMachineFixture) -> None:
    time_machine.move_to(now(), tick=False)
    _, answer = send_late(officer)
    time_machine.shift(KEPT_FOR - timedelta(seconds=1))
    assert sign_in(client, officer) == kept_page(answer)
    time_machine.shift(2)
    assert client.get(kept_page(answer)).status_code == 404


def test_its_sender_can_throw_it_away(client: Client, officer: User) -> None:
    send_late(officer)
    where = sign_in(client, officer)
    assert client.post(where)["Location"] == "/"
    assert client.get(where).status_code == 404
    assert bytes(CarriedForm.objects.get().sealed_fields) == b""


def test_only_the_newest_few_are_kept_for_one_person(officer: User) -> None:
    fields = drawn_for(officer)
    for number in range(MOST_KEPT + 3):
        Client().post(FORM, {**fields, "text": f"Number {number}"})
    assert CarriedForm.objects.count() == MOST_KEPT


def test_a_file_is_asked_for_again_and_nothing_is_sent_by_itself(officer: User) -> None:
    browser, answer = send_late(officer, scan=SimpleUploadedFile("passport.png", b"\x89PNG", "image/png"))
    where = kept_page(answer)
    enter(browser, officer, where)
    text = browser.get(where).content.decode()
    assert "You will be asked again for: passport.png" in text
    assert "data-goes-on" not in text


def test_a_form_too_large_to_be_read_is_refused_without_an_error(officer: User) -> None:
    _, answer = send_late(officer, text="x" * 2_600_000)
    assert answer.status_code == 400


@pytest.mark.parametrize("spoil", ["forged", "another person's signature", "too old", "missing"])
def test_without_proof_of_the_sender_nothing_is_kept_and_the_text_is_given_back_on_the_spot(
    officer: User, colleague: User, time_machine: TimeMachineFixture, spoil: str
) -> None:
    time_machine.move_to(now(), tick=False)
    fields = drawn_for(officer)
    if spoil == "too old":
        time_machine.shift(SENDER_GOOD_FOR + timedelta(seconds=2))
    elif spoil == "missing":
        del fields["sender"]
    elif spoil == "forged":
        fields["sender"] = f"{officer.pk.hex}:1wHXYZ:{'A' * 43}"
    else:
        fields["sender"] = fields["sender"].replace(officer.pk.hex, colleague.pk.hex)
    answer = Client(enforce_csrf_checks=True).post(FORM, fields)
    assert answer.status_code == 403
    text = answer.content.decode()
    assert "what you typed is below" in text
    assert "Stopped at gate 12." in text
    assert not CarriedForm.objects.exists()


def test_a_form_from_another_site_is_not_kept(officer: User) -> None:
    fields = drawn_for(officer)
    for headers in ({"Origin": "https://elsewhere.example"}, {"Sec-Fetch-Site": "cross-site"}, {"Origin": "null"}):
        answer = Client(enforce_csrf_checks=True).post(FORM, fields, headers=headers)
        assert answer.status_code == 403
        assert "gate 12" not in answer.content.decode()
    assert not CarriedForm.objects.exists()


def test_a_form_from_our_own_site_is_kept(officer: User) -> None:
    headers = {"Origin": "http://testserver", "Sec-Fetch-Site": "same-origin"}
    kept_page(Client(enforce_csrf_checks=True).post(FORM, drawn_for(officer), headers=headers))


def test_nothing_is_kept_for_somebody_who_was_deactivated(officer: User) -> None:
    fields = drawn_for(officer)
    officer.is_active = False
    officer.save()
    assert Client().post(FORM, fields)["Location"] == f"{SIGN_IN}?next=/"
    assert not CarriedForm.objects.exists()


def test_a_form_drawn_before_the_present_sign_in_is_asked_for_again_with_a_fresh_token(officer: User) -> None:
    browser = Client(enforce_csrf_checks=True)
    enter(browser, officer, "/sample/plain/")
    where = browser.post(FORM, {**drawn_for(officer), "csrfmiddlewaretoken": "x" * 64})["Location"]
    assert where.startswith("/account/carried/")
    assert resend(browser, browser.get(where))["Location"].startswith("/sample/done/")
    assert Notice.objects.get().text == TEXT


def test_a_wrong_token_on_the_second_sending_is_refused_rather_than_asked_for_without_end(officer: User) -> None:
    browser = Client(enforce_csrf_checks=True)
    enter(browser, officer, "/sample/plain/")
    answer = browser.post(FORM, {**drawn_for(officer), "csrfmiddlewaretoken": "x" * 64, "carried": str(uuid4())})
    assert answer.status_code == 403


def test_a_form_of_somebody_else_in_ones_own_browser_stays_theirs(client: Client, officer: User, colleague: User) -> None:
    fields = drawn_for(officer)
    sign_in(client, colleague)
    answer = client.post(FORM, fields)
    assert answer.status_code == 409
    assert "gate 12" not in answer.content.decode()
    assert not Notice.objects.exists()
    assert CarriedForm.objects.get().owner == officer


def test_autosave_of_somebody_signed_out_is_not_kept_as_a_form(officer: User) -> None:
    fields = {**drawn_for(officer), "draft_version": "1"}
    answer = Client().post(f"/drafts/sample.form/{uuid4()}/", fields)
    assert answer.status_code == 302
    assert not CarriedForm.objects.exists()


@pytest.mark.parametrize("path", ["//elsewhere.example/trap/", "/no/such/page/", f"/sample/?{'x' * 300}"])
def test_a_form_for_an_address_that_is_none_of_ours_is_not_kept(officer: User, path: str) -> None:
    path, _, query = path.partition("?")
    Client().post("/", drawn_for(officer), PATH_INFO=path, QUERY_STRING=query)
    assert not CarriedForm.objects.exists()


def test_the_token_says_whose_form_it_is_and_nothing_that_a_person_can_change(officer: User) -> None:
    token = sender_token(officer)
    assert owner_of(token) == officer.pk
    assert owner_of(token[:-1] + ("A" if token[-1] != "A" else "B")) is None
    assert owner_of(None) is None
    assert isinstance(owner_of(token), UUID)
