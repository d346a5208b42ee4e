"""A silent change does not stay silent: who may read the ledger is told once, finds row and field on a page, and the trail of a record
holds whatever concerns its parts."""

from typing import Any
from uuid import uuid4

import pytest
from django.db.models import Model
from django.test import Client
from django.urls import reverse

import audit.actions as ledger
from assurance.models import Answer, LearningPoint
from examinations.models import Attachment, Custody, DeviceCopy, Disclosure, Examination, Item, Particulars
from organisation.models import Notice
from organisation.policy import SYSTEM
from organisation.reconciling import ALTERED, Difference
from organisation.scopes import acting_as
from organisation.tasks import reconcile_history
from tests.assurance.test_evidence import everything, finish
from tests.cast import Cast
from tests.examinations.pages import visible_text
from tests.examinations.scenes import counting, number_of
from tests.factories import ExaminationFactory
from workbench import queries
from workbench.differences import FOUND, MOST_TOLD, tell_readers

pytestmark = pytest.mark.django_db
LEDGER = "/ledger/"


@pytest.fixture
def changed(cast: Cast) -> Examination:
    """A record of which two fields were changed behind the service's back."""
    made = ExaminationFactory.make(created_by=cast["pc.stansted"], port=cast.ports["Stansted"], started_at=cast.at)
    with acting_as(SYSTEM):
        Examination.objects.filter(pk=made.pk).update(place="somewhere secret", is_late_entry=True)
    return made


def test_who_may_read_the_ledger_is_told_once_however_many_nights_find_it(cast: Cast, changed: Examination) -> None:
    for _ in range(3):
        reconcile_history()
    notice = Notice.objects.get(key__startswith="history:")
    assert notice.recipient == cast["psd.auditor"]
    assert "place" in notice.text
    assert "is_late_entry" in notice.text
    assert "somewhere secret" not in notice.text + notice.link + notice.key
    assert notice.thing_id is None


def test_another_change_of_the_same_row_is_told_anew(cast: Cast, changed: Examination) -> None:
    reconcile_history()
    with acting_as(SYSTEM):
        Examination.objects.filter(pk=changed.pk).update(reference="S7-26-AAAAAA")
    reconcile_history()
    assert Notice.objects.filter(key__startswith=f"history:{changed.pk}").count() == 2


def test_a_table_changed_as_a_whole_buries_no_other_notice(cast: Cast) -> None:
    found = [Difference("examinations.Examination", uuid4(), ALTERED, ("place",)) for _ in range(MOST_TOLD + 1500)]
    for _ in range(2):
        with acting_as(SYSTEM):
            tell_readers(found, cast.at)
    assert Notice.objects.filter(key__startswith="history:").count() == MOST_TOLD + 1
    assert "1,500 more" in Notice.objects.get(key__startswith="history:more:").text


def test_nobody_is_told_of_a_night_that_found_nothing(cast: Cast) -> None:
    reconcile_history()
    assert not Notice.objects.filter(key__startswith="history:").exists()


def test_the_notice_leads_to_row_and_field(cast: Cast, client: Client, changed: Examination) -> None:
    reconcile_history()
    reconcile_history()
    cast.sign_in(client, "psd.auditor")
    notice = Notice.objects.get(key__startswith="history:")
    page = client.post(reverse("workbench:read-notice", args=[notice.pk]), follow=True)
    assert page.status_code == 200
    said = visible_text(page)
    for words in (str(changed.pk), "Examination", ALTERED.capitalize(), "place", "is_late_entry"):
        assert words in said, words
    assert said.count(ALTERED.capitalize()) == 1
    assert "somewhere secret" not in page.content.decode()
    assert changed.reference not in page.content.decode()


@pytest.mark.parametrize(("who", "status"), [("psd.auditor", 404), ("admin.vetting", 403), ("di.region", 403)])
def test_a_row_of_which_nothing_was_found_is_no_page(cast: Cast, client: Client, who: str, status: int) -> None:
    cast.sign_in(client, who)
    assert client.get(reverse("workbench:row-found", args=[uuid4()])).status_code == status


def test_the_trail_of_the_row_is_read_from_there(cast: Cast, client: Client, changed: Examination) -> None:
    reconcile_history()
    cast.sign_in(client, "psd.auditor")
    answer = client.post(LEDGER, {"row": str(changed.pk), "reason": "PSD 26/4"})
    assert answer.status_code == 200
    assert FOUND in visible_text(answer)
    refused = client.post(LEDGER, {"row": str(changed.pk), "collar_number": "4201", "reason": "PSD 26/4"})
    assert "Enter one of the three" in visible_text(refused)
    assert client.post(LEDGER, {"row": "nonsense", "reason": "PSD 26/4"}).status_code == 422


def entry_about(model: type[Model], examination: Any) -> Model:
    return model._base_manager.filter(examination=examination).first() or pytest.fail(f"no {model.__name__}")


@pytest.mark.parametrize("name", ["Particulars", "Item", "Custody", "DeviceCopy", "Biometric", "CashSeizure", "CashCount", "Search"])
def test_what_concerns_a_part_of_a_record_stands_in_its_trail(cast: Cast, client: Client, name: str) -> None:
    scene = finish(everything(cast))
    with acting_as(SYSTEM):
        models = {model.__name__: model for model, _ in queries._hanging()}
        part = entry_about(models[name], scene.examination)
        ledger.observe(FOUND, kind=part._meta.label_lower, thing_id=part.pk, detail={"fault": ALTERED, "fields": ["words"]})
    cast.sign_in(client, "psd.auditor")
    answer = client.post(LEDGER, {"reference": scene.examination.reference, "reason": "PSD 26/4"})
    assert FOUND in visible_text(answer)


def test_every_kind_of_part_is_looked_for_also_what_hangs_on_an_assessment(cast: Cast) -> None:
    found = {model for model, _ in queries._hanging()}
    assert {Particulars, Item, Custody, DeviceCopy, Attachment, Disclosure, Answer, LearningPoint} <= found
    assert not [model for model in found if model.__name__.startswith("Historical")]


def test_another_record_is_not_in_the_trail(cast: Cast, client: Client, changed: Examination) -> None:
    reconcile_history()
    other = ExaminationFactory.make(created_by=cast["pc.stansted"], port=cast.ports["Stansted"], started_at=cast.at)
    cast.sign_in(client, "psd.auditor")
    assert FOUND not in visible_text(client.post(LEDGER, {"reference": other.reference, "reason": "PSD 26/4"}))


def test_the_trail_of_a_full_record_costs_as_many_queries_as_that_of_an_empty_one(cast: Cast) -> None:
    few, many = finish(everything(cast)), finish(everything(cast, times=6))

    def cost(of: Examination) -> int:
        with acting_as(SYSTEM), counting() as made:
            queries.trail(thing_ids=[of.pk, *queries.parts_of(of)])
        return number_of(made)

    assert cost(few.examination) == cost(many.examination) == 3
