"""The pages about people: what an administrator does in the browser, and what nobody else sees."""

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse

from audit.models import Event, Reading
from organisation.models import Posting, Role, User
from tests.cast import NAMES, Cast
from tests.factories import PersonFactory, PostingFactory
from tests.organisation.pages import Browser, Fields, text_of

NEW = {"collar_number": "4299", "name": "Rosa Sturm", "rank": "CONSTABLE", "username": "r.sturm", "email": "", "phone": ""}
ACTS = ("deactivate", "unlock", "reset_password", "reset_second_factor", "end_sessions")


def test_the_list_is_in_order_of_number_with_what_each_is_posted_as(cast: Cast) -> None:
    page = text_of(Browser(cast, "admin.vetting").get("organisation:people"))
    places = [page.index(f">{number}</a>") for number in ("1001", "2001", "3101", "4101", "4205", "6101", "7001")]
    assert places == sorted(places)
    assert "Sergeant, Norwich ports team<br>Sergeant, Stansted ports team" in page


@pytest.mark.parametrize(
    ("query", "there", "gone"),
    [
        ({"account": "closed"}, "4205", "4201"),
        ({"account": "open"}, "4201", "4205"),
        ({"role": "SERGEANT"}, "3301", "4201"),
    ],
)
def test_filters_narrow_the_list(cast: Cast, query: dict[str, str], there: str, gone: str) -> None:
    page = text_of(Browser(cast, "admin.vetting").get("organisation:people", **query))
    assert f">{there}<" in page
    assert f">{gone}<" not in page


def test_a_filter_by_unit_follows_the_postings_of_now(cast: Cast) -> None:
    admin = Browser(cast, "admin.vetting")
    page = text_of(admin.get("organisation:people", unit=str(cast.units["Stansted"].pk)))
    assert ">3301<" in page  # covers Stansted
    assert ">4204<" not in page  # was posted away yesterday


def test_a_long_list_goes_on_over_the_page(cast: Cast) -> None:
    for number in range(40):
        PersonFactory.make(collar_number=str(5000 + number))
    admin = Browser(cast, "admin.vetting")
    first = text_of(admin.get("organisation:people"))
    assert ">5000<" in first
    assert ">7002<" not in first
    following = first.split('rel="next"')[0].rsplit('href="', 1)[1].split('"')[0].replace("&amp;", "&")
    second = text_of(admin.client.get(reverse("organisation:people") + following))
    assert ">7002<" in second
    assert ">5000<" not in second


@pytest.mark.parametrize("text", ["4201", "Harker", "ben hark", "pc.stansted 4201"])
def test_people_are_found_by_number_or_name_and_what_was_typed_stands_in_no_address(cast: Cast, text: str) -> None:
    response = Browser(cast, "admin.vetting").client.post(reverse("organisation:find"), {"text": text})
    page = text_of(response)
    assert ">4201<" in page
    assert ">4101<" not in page
    assert response.request["QUERY_STRING"] == ""
    assert "Harker" not in Fields(page).title
    reading = Reading.objects.filter(verb="people.find").get()
    assert len(reading.filter_digest) == 64


def test_an_empty_search_says_what_to_type_and_an_address_of_its_own_leads_to_the_list(cast: Cast) -> None:
    admin = Browser(cast, "admin.vetting")
    response = admin.client.post(reverse("organisation:find"), {"text": ""})
    assert response.status_code == 422
    assert "Enter number or name" in text_of(response)
    assert admin.get("organisation:find").url == reverse("organisation:people")


def test_creating_a_person_shows_the_temporary_password_once_and_a_second_press_creates_nobody(cast: Cast) -> None:
    admin = Browser(cast, "admin.vetting")
    hidden = Fields(text_of(admin.get("organisation:create"))).hidden
    sent = {**hidden, **NEW}
    response = admin.client.post(reverse("organisation:create"), sent)
    person = User.objects.get(collar_number="4299")
    assert response.url == reverse("organisation:password", args=[person.pk])
    shown = text_of(admin.client.get(response.url))
    password = shown.split("<output")[1].split(">", 1)[1].split("<")[0]
    assert person.check_password(password)
    assert password not in text_of(admin.client.get(response.url))
    again = admin.client.post(reverse("organisation:create"), sent)
    assert again.url == response.url
    assert User.objects.filter(name="Rosa Sturm").count() == 1


def test_the_password_is_not_readable_in_the_session_that_carries_it(cast: Cast) -> None:
    admin = Browser(cast, "admin.vetting")
    admin.resend("organisation:create", **NEW)
    kept = admin.client.session["temporary_password"]
    shown = text_of(admin.get("organisation:password", User.objects.get(collar_number="4299").pk))
    password = shown.split("<output")[1].split(">", 1)[1].split("<")[0]
    assert password not in str(kept)
    assert "temporary_password" not in admin.client.session


def test_whoever_was_given_a_password_must_replace_it_before_anything_else(cast: Cast) -> None:
    cast["pc.luton"].must_change_password = True
    cast["pc.luton"].save()
    response = Browser(cast, "pc.luton").get("rostering:duties")
    assert response.url == reverse("account_change_password")


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("collar_number", "4101", "This number belongs to somebody else."),
        ("username", "pc.luton", "This user name belongs to somebody else."),
        ("username", "rosa sturm", "Use small letters, digits"),
        ("phone", "ring me", "Use digits and spaces"),
        ("name", "", "Enter full name"),
    ],
)
def test_a_detail_that_cannot_be_taken_is_named_and_nothing_is_created(cast: Cast, field: str, value: str, sentence: str) -> None:
    before = User.objects.count()
    response = Browser(cast, "admin.vetting").resend("organisation:create", **{**NEW, field: value})
    assert response.status_code == 422
    assert text_of(response).count(sentence) == 2  # in the summary and at the field
    assert User.objects.count() == before


def test_an_edit_is_saved_and_of_two_editors_the_second_sees_both_texts(cast: Cast) -> None:
    admin, pk = Browser(cast, "admin.vetting"), cast["pc.luton"].pk
    first, second = (Fields(text_of(admin.get("organisation:edit", pk))).hidden for _ in range(2))
    person = cast["pc.luton"]
    details = {"collar_number": "4101", "name": person.name, "rank": "CONSTABLE", "username": "pc.luton", "email": "", "phone": ""}
    where = reverse("organisation:edit", args=[pk])
    assert admin.client.post(where, {**first, **details, "phone": "01632 960 111"}).status_code == 302
    conflict = admin.client.post(where, {**second, **details, "phone": "01632 960 222"})
    page = text_of(conflict)
    assert conflict.status_code == 409
    assert "01632 960 111" in page
    assert "01632 960 222" in page
    retried = admin.client.post(where, {**Fields(page).hidden, **details, "phone": "01632 960 222"})
    assert retried.status_code == 302
    assert User.objects.get(pk=pk).phone == "01632 960 222"


def test_a_person_s_page_names_them_in_the_heading_and_never_in_the_title_or_the_address(cast: Cast) -> None:
    response = Browser(cast, "admin.vetting").get("organisation:person", cast["pc.luton"].pk)
    page = text_of(response)
    assert "PC 4101 Adaeze Okoro" in page
    assert "Okoro" not in Fields(page).title
    assert Reading.objects.filter(verb="people.view", thing_id=cast["pc.luton"].pk).count() == 1


@pytest.mark.parametrize("act", ACTS)
def test_each_act_explains_itself_asks_why_and_is_done_with_one_entry(cast: Cast, act: str) -> None:
    admin, person = Browser(cast, "admin.vetting"), cast["pc.luton"]
    page = admin.get(f"organisation:{act}", person.pk)
    assert page.status_code == 200
    assert "PC 4101 Adaeze Okoro" in text_of(page)
    without = admin.resend(f"organisation:{act}", person.pk, reason="")
    assert without.status_code == 422
    done = admin.resend(f"organisation:{act}", person.pk, reason="They rang and asked")
    assert done.status_code == 302
    event = Event.objects.filter(thing_id=person.pk, outcome="ALLOW", actor_id=cast["admin.vetting"].pk).get()
    assert event.reason == "They rang and asked"
    assert "They rang and asked" in text_of(admin.get("organisation:person", person.pk))


def test_a_closed_account_is_opened_again_from_its_page(cast: Cast) -> None:
    admin, person = Browser(cast, "admin.vetting"), cast["pc.deactivated"]
    assert reverse("organisation:reactivate", args=[person.pk]) in text_of(admin.get("organisation:person", person.pk))
    done = admin.resend("organisation:reactivate", person.pk, reason="Came back")
    assert done.url == reverse("organisation:password", args=[person.pk])
    assert User.objects.get(pk=person.pk).is_active


def test_an_act_that_no_longer_makes_sense_is_refused_with_a_sentence(cast: Cast) -> None:
    admin = Browser(cast, "admin.vetting")
    response = admin.resend("organisation:deactivate", cast["pc.deactivated"].pk, reason="Again")
    assert response.status_code == 422
    assert "This account is closed." in text_of(response)


@pytest.mark.parametrize("act", [*ACTS, "edit"])
def test_nobody_reaches_an_act_on_their_own_account(cast: Cast, act: str) -> None:
    admin = Browser(cast, "admin.vetting")
    response = admin.get(f"organisation:{act}", cast["admin.vetting"].pk)
    assert response.status_code == 403
    assert "Nobody administers their own account" in text_of(response)
    assert reverse(f"organisation:{act}", args=[cast["admin.vetting"].pk]) not in text_of(
        admin.get("organisation:person", cast["admin.vetting"].pk)
    )


def test_deactivation_takes_effect_at_the_next_request(cast: Cast) -> None:
    constable, admin = Browser(cast, "pc.luton"), Browser(cast, "admin.vetting")
    assert constable.get("rostering:duties").status_code == 200
    admin.resend("organisation:deactivate", cast["pc.luton"].pk, reason="Suspended")
    refused = constable.get("rostering:duties")
    assert refused.status_code == 302
    assert refused.url.startswith(reverse("account_login"))


def test_scope_follows_postings_at_the_next_request(cast: Cast) -> None:
    sergeant, admin, di = (Browser(cast, name) for name in ("sgt.luton", "admin.vetting", "di.region"))
    assert ">PC 4501 " not in text_of(sergeant.get("rostering:duties"))
    admin.resend("organisation:propose", cast["sgt.luton"].pk, unit=str(cast.units["Harwich"].pk), role=Role.SERGEANT)
    cover = Posting.objects.get(user=cast["sgt.luton"], unit=cast.units["Harwich"])
    assert "PC 4501 " not in text_of(sergeant.get("rostering:duties"))  # proposed is not posted
    di.resend("organisation:decide", cover.pk, decision="CONFIRM")
    assert "PC 4501 " in text_of(sergeant.get("rostering:duties"))
    admin.resend("organisation:end_posting", cover.pk, reason="Cover no longer needed")
    assert "PC 4501 " not in text_of(sergeant.get("rostering:duties"))


def test_a_posting_is_proposed_by_one_and_confirmed_by_another_who_sees_what_it_gives(cast: Cast) -> None:
    admin, di = Browser(cast, "admin.vetting"), Browser(cast, "di.region")
    admin.resend("organisation:propose", cast["pc.leaver"].pk, unit=str(cast.units["Harwich"].pk), role=Role.CONSTABLE)
    posting = Posting.objects.get(user=cast["pc.leaver"], unit=cast.units["Harwich"])
    assert "You proposed this posting" in text_of(admin.get("organisation:decide", posting.pk))
    assert "1 posting to decide" in text_of(di.get("organisation:people"))
    assert "4204 Nikhil Rao" in text_of(di.get("organisation:proposals"))
    page = text_of(di.get("organisation:decide", posting.pk))
    assert "Harwich ports team" in page
    assert 'value="CONFIRM"' in page
    assert di.resend("organisation:decide", posting.pk, decision="REFUSE", reason="").status_code == 422
    assert di.resend("organisation:decide", posting.pk, decision="CONFIRM").status_code == 302
    posting.refresh_from_db()
    assert (posting.state, posting.decided_by_id) == (Posting.State.CONFIRMED, cast["di.region"].pk)
    assert "Nothing waits for a decision" in text_of(di.get("organisation:proposals"))


def test_the_proposer_s_own_confirmation_is_forbidden_even_when_it_is_sent_by_hand(cast: Cast) -> None:
    admin = Browser(cast, "admin.vetting")
    posting = PostingFactory.make(
        user=cast["pc.leaver"],
        unit=cast.units["Harwich"],
        posted_by=cast["admin.vetting"],
        state=Posting.State.PROPOSED,
        posted_from=cast.at,
    )
    assert admin.post("organisation:decide", posting.pk, decision="CONFIRM").status_code == 403
    posting.refresh_from_db()
    assert posting.state == Posting.State.PROPOSED


@pytest.mark.parametrize("name", [name for name in NAMES if name not in {"admin.vetting", "pc.deactivated"}])
def test_nobody_but_an_administrator_reaches_the_administration_of_people(cast: Cast, name: str) -> None:
    browser, other = Browser(cast, name), cast["pc.harwich"] if name != "pc.harwich" else cast["pc.luton"]
    pages = ("create", *(f"{act}" for act in ACTS), "edit", "propose", "reactivate", "password")
    for page in pages:
        args = () if page == "create" else (other.pk,)
        assert browser.get(f"organisation:{page}", *args).status_code == 403, page
        assert browser.post(f"organisation:{page}", *args, reason="x").status_code in {403, 405}, page
    assert not Authenticator.objects.exists()


@pytest.mark.parametrize("name", ["pc.luton", "sgt.luton", "insp.region", "supt.oncall", "pc.leaver"])
def test_others_see_their_own_page_and_nobody_else_s(cast: Cast, name: str) -> None:
    browser = Browser(cast, name)
    assert browser.get("organisation:people").status_code == 403
    own = browser.get("organisation:person", cast[name].pk)
    assert own.status_code == 200
    assert "Sign-in" not in text_of(own)
    assert browser.get("organisation:person", cast["pc.harwich"].pk).status_code == 404


@pytest.mark.parametrize("name", ["di.region", "psd.auditor"])
def test_a_detective_inspector_and_the_auditor_look_without_account_acts(cast: Cast, name: str) -> None:
    browser = Browser(cast, name)
    assert browser.get("organisation:people").status_code == 200
    page = text_of(browser.get("organisation:person", cast["pc.harwich"].pk))
    assert "Account acts" not in page
    assert reverse("organisation:edit", args=[cast["pc.harwich"].pk]) not in page


def test_somebody_who_is_not_signed_in_is_asked_to(cast: Cast) -> None:
    response = Client().get(reverse("organisation:person", args=[cast["pc.luton"].pk]))
    assert response.status_code == 302
    assert response.headers["Location"].startswith(reverse("account_login"))


def test_a_list_page_costs_the_same_few_queries_however_many_people(cast: Cast, django_assert_max_num_queries: object) -> None:
    admin = Browser(cast, "admin.vetting")
    admin.get("organisation:people")
    with django_assert_max_num_queries(20):  # type: ignore[operator]
        admin.get("organisation:people")
    for number in range(30):
        PersonFactory.make(collar_number=str(5000 + number))
    with django_assert_max_num_queries(20):  # type: ignore[operator]
        admin.get("organisation:people")


def test_cover_that_is_over_is_shown_as_past(cast: Cast) -> None:
    PostingFactory.make(
        user=cast["pc.luton"],
        unit=cast.units["Harwich"],
        posted_from=cast.at - timedelta(days=20),
        posted_until=cast.at - timedelta(days=6),
    )
    page = text_of(Browser(cast, "admin.vetting").get("organisation:person", cast["pc.luton"].pk))
    assert page.index("Luton ports team") < page.index("Past postings") < page.index("Harwich ports team")
