"""Rights and welfare in the order in which they are read: which facts stand under which heading, on the record's tab and on paper. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Heading:
    """One part, with the kinds of fact that stand under it, and those that do only where something was filled in about them."""

    slug: str
    title: str
    kinds: tuple[str, ...]
    if_filled: tuple[str, ...] = ()

    def holds(self, kind: str, given: Sequence[object]) -> bool:
        """Whether a fact of this kind, about which this was filled in, stands here."""
        return kind in self.kinds or (kind in self.if_filled and bool(given))


HEADINGS = (
    Heading("notice", "Notices", ("NOTICE_SERVED",)),
    Heading("told", "Told of the rights to have somebody informed and to consult a solicitor", ("RIGHTS_TOLD",)),
    Heading(
        "solicitor",
        "Solicitor",
        (
            "SOLICITOR_REQUESTED",
            "SOLICITOR_ARRIVED",
            "SOLICITOR_CONSULTED",
            "SOLICITOR_DECLINED",
            "SOLICITOR_REQUEST_WITHDRAWN",
            "QUESTIONING_BEFORE_SOLICITOR_JUSTIFIED",
        ),
    ),
    Heading(
        "named-person",
        "Somebody told of the detention",
        ("NAMED_PERSON_REQUESTED", "NAMED_PERSON_INFORMED", "NAMED_PERSON_DECLINED", "TRANSFERRED"),
        if_filled=("DETAINED",),
    ),
    Heading("authority", "Delays and directions", ("RIGHT_DELAYED", "DELAY_ENDED", "DIFFERENT_SOLICITOR_DIRECTED")),
    Heading("adult", "Appropriate adult", ("APPROPRIATE_ADULT_CALLED", "APPROPRIATE_ADULT_ARRIVED", "APPROPRIATE_ADULT_LEFT")),
    Heading("interpreter", "Interpreter", ("INTERPRETER_CALLED", "INTERPRETER_ARRIVED")),
    Heading("consulate", "Consulate", ("CONSULATE_REQUESTED", "CONSULATE_INFORMED", "CONSULATE_DECLINED")),
    Heading(
        "welfare",
        "Welfare",
        ("MEDICAL", "LEFT_FOR_HOSPITAL", "RETURNED_FROM_HOSPITAL", "REFRESHMENTS", "BREAK", "BREAK_ENDED", "PRAYER", "WELFARE"),
    ),
    Heading("recording", "Recording", ("RECORDING_STARTED", "RECORDING_STOPPED", "NOT_RECORDED")),
    Heading("identity", "Photographs and measurements", ("IDENTIFIED",)),
    Heading("force", "Force", ("FORCE_USED",)),
    Heading("emergency", "Use by an officer without accreditation", ("EMERGENCY_USE_AUTHORISED",)),
    Heading("complaint", "Complaints", ("COMPLAINT_INFORMATION_GIVEN",)),
)
