"""Who takes part in an examination, kept beside the record for the row-security policy. Every change to that list is made here."""

from uuid import UUID

from examinations.models import Examination, Handover


def admit(examination: Examination, *officers: UUID) -> None:
    """Let these officers see the record from now on (unsaved): examiners, reviewers, a nominee, whoever is offered it, its assurer."""
    examination.participants = [*examination.participants, *(one for one in dict.fromkeys(officers) if one not in examination.participants)]


def entrust(examination: Examination, officer: UUID) -> None:
    """Let this officer write the record up from now on (unsaved)."""
    admit(examination, officer)
    if officer not in examination.authors:
        examination.authors = [*examination.authors, officer]


def relieve(examination: Examination, officer: UUID) -> None:
    """This officer writes the record up no longer (unsaved). Whoever examined goes on taking part in it."""
    examination.authors = [one for one in examination.authors if one != officer]


def dismiss(examination: Examination, officer: UUID) -> None:
    """Let this officer go (unsaved), unless they examined, reviewed, authorised, or are still asked to. At most six queries."""
    has_reason = (
        examination.examiners.filter(officer=officer).exists()
        or examination.reviews.filter(reviewer=officer).exists()
        or examination.nominations.filter(officer=officer, withdrawn_at__isnull=True).exists()
        or examination.handovers.filter(offered_to=officer, answer=Handover.Answer.WAITING).exists()
        or examination.authorities.filter(authoriser=officer).exists()
        or examination.authority_requests.filter(asked_of=officer).exists()
    )
    if not has_reason:
        examination.participants = [one for one in examination.participants if one != officer]
