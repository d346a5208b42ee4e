"""One warning of the deployment check is silenced, with its reason in docs/decisions/0014; what the reason says is held here."""

import pytest
from django.conf import settings

from tests.cast import Cast


def test_no_other_warning_is_silenced() -> None:
    assert settings.SILENCED_SYSTEM_CHECKS == ["guardian.W001"]


def test_guardian_is_asked_for_nothing() -> None:
    assert not [backend for backend in settings.AUTHENTICATION_BACKENDS if "guardian" in backend]


@pytest.mark.django_db
def test_a_grant_answers_no_question_of_django_s(cast: Cast) -> None:
    """The sergeant's unit is granted the port, and that alone gives nothing."""
    officer, port = cast["sgt.stansted"], cast.ports["Stansted"]
    assert not officer.has_perm("organisation.act_at", port)
    assert not officer.has_perm("organisation.act_at")
    assert not officer.has_module_perms("organisation")
