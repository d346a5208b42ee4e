"""What may be filled in about each kind of fact once it has been pressed: the questions of its form, in the order in which they are asked,
and how the answers read on screen and on paper. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from borderops.kit.dates import spoken
from examinations.choices import CONVICTIONS, CRAFT, EXEMPT, EXEMPT_LABEL, TOLD_OF_OFFENCE, WELFARE
from examinations.reference import notice_named
from organisation.ranks import Rank

MODES = {"IN_PERSON": "In person", "TELEPHONE": "By telephone", "VIDEO": "By video"}
READ_OVER = {"OFFICER": "By the officer", "INTERPRETER": "By the interpreter", "NOT": "Not read over"}
COPY = {"GIVEN": "Given", "REFUSED": "Refused"}
SIGNATURE = {"SIGNED": "Signed", "REFUSED": "Refused to sign", "NOT_ASKED": "Not asked to sign"}
YES_NO = {"YES": "Yes", "NO": "No"}
ADULTS = {
    "PARENT": "Parent or guardian",
    "SOCIAL_WORKER": "Social worker",
    "OTHER": "Another responsible adult who is not of the police",
}
RECORDINGS = {"AUDIO": "Audio", "VIDEO_WITH_SOUND": "Video with sound", "BODY_WORN": "Body-worn video"}
# TACT Sch 8 para 2; CTBSA Sch 3 para 26.
IDENTIFYING = {"PHOTOGRAPHED": "Photographed", "MEASURED": "Measured", "OTHER": "Identified in another way"}
REFRESHMENTS = {"DRINK": "Drink", "FOOD": "Food", "DECLINED": "Offered and declined"}
INFORMATION = {"SPOKEN": "Said aloud", "LEAFLET": "In writing", "BOTH": "Both"}
# Reasonable force is there for every power except questioning (TACT s 114(2); CTBSA Sch 3), so no answer is among these.
FORCE = {
    "DETENTION": "To detain, or to keep in detention",
    "SEARCH": "To search",
    "PROPERTY": "To take or keep property",
    "MOVING": "To move the person, or to take them off a ship, aircraft or vehicle",
    "IDENTITY": "To take fingerprints, a sample or another means of identifying",
    "PROTECTION": "To protect somebody",
}
# TACT Sch 8 para 10(6)(b) and (6A); CTBSA Sch 3 para 34.
TESTS = {
    "DETERMINE": "It is needed to help to determine what the examination is for: section 40(1)(b), or hostile activity",
    "IDENTITY": "Fingerprints only: identity was refused or reasonably doubted, and they will help to ascertain it",
}

# Proceeds of Crime Act 2002 s.289: a search for cash is approved beforehand.
APPROVALS = {
    "JUSTICE": "A justice of the peace",
    "INSPECTOR": "An officer of the rank of inspector or above",
    "LOWER": "An officer of a lower rank",
    "NONE": "Nobody",
}


RANK_LABELS = {rank.name: rank.label for rank in Rank}


@dataclass(frozen=True, slots=True)
class Asked:
    """One question. `is_owed`: listed as missing until it is answered; `unless` names an answer that makes it needless; with `or_words`
    what was said at the press answers it too; `short` is how it reads among what is missing, where the label is a question or long."""

    name: str
    label: str
    choices: Mapping[str, str] = field(default_factory=dict)
    hint: str = ""
    is_owed: bool = False
    is_long: bool = False
    most: int = 200
    unless: tuple[str, str] = ("", "")
    or_words: bool = False
    kind: str = "text"  # text, notice or instant
    short: str = ""
    completed_by: str = ""  # the list of the gazetteer that completes it as it is typed

    @property
    def said_missing(self) -> str:
        """What is to be said, in a list of what is missing."""
        return self.short or self.label.lower()


WHO = Asked("who", "Who", hint="Name, and how they know the person", most=200)
REASON = Asked("reason", "Reason", hint="If one was given", is_long=True, most=1000)
WITHOUT_ADULT = Asked(
    "without_adult_reason",
    "Why a question was asked without an appropriate adult",
    hint="What waiting would have put at risk",
    is_long=True,
    most=1000,
)
BEFORE_SOLICITOR = Asked(
    "why",
    "Why postponing the questions would have been likely to prejudice the examination",
    hint="The examining officer's own reasonable belief",
    short="why the questions could not wait",
    is_long=True,
    most=2000,
    is_owed=True,
    or_words=True,
)
LANGUAGE = Asked("language", "Language", is_owed=True, most=40)
PROVIDER = Asked("provider", "Interpreter", hint="Provider and number, never the name", is_owed=True, most=80)

# The consulate of whoever claims asylum is not told without their consent (not verified).
ASYLUM = Asked(
    "asylum_claimed",
    "Has the person claimed asylum?",
    YES_NO,
    hint="Ask before any consulate is told",
    is_owed=True,
    short="whether asylum is claimed",
)
CONSENT = Asked(
    "consents",
    "If asylum was claimed: does the person consent to their consulate being told?",
    YES_NO,
    hint="Without it the consulate is not told (not verified)",
    is_owed=True,
    short="whether the person consents",
    unless=("asylum_claimed", "NO"),
)

CONSULATE = Asked("consulate", "Which consulate or high commission", most=80, is_owed=True, completed_by="nationalities")

CASH_SEARCH = (
    Asked("for_cash", "Was it a search for cash under the Proceeds of Crime Act 2002, section 289?", YES_NO),
    Asked("cash_approval", "For cash: who approved it beforehand", APPROVALS),
    Asked("cash_approver", "For cash: which court, or rank and number of the officer", most=120),
    Asked("cash_reason", "For cash: if no justice of the peace approved it, why not", is_long=True, most=1000),
    Asked(
        "cash_report",
        "For cash: the written report to the appointed person",
        hint="When it was given and how. Needed if no justice of the peace approved the search and either no cash was seized or it "
        "was held no longer than 48 hours",
        is_long=True,
        most=1000,
    ),
)

AUTHORISED = frozenset({"RIGHT_DELAYED", "DIFFERENT_SOLICITOR_DIRECTED"})
RIGHTS = {"NAMED_PERSON": "To have a named person informed", "SOLICITOR": "To consult a solicitor"}

DETAILS: dict[str, tuple[Asked, ...]] = {
    "FIRST_QUESTION": (WITHOUT_ADULT,),
    "QUESTION": (WITHOUT_ADULT,),
    "DETAINED": (
        Asked("guardian_told", "Of a child: was a parent or guardian told of the detention?", YES_NO, hint="Besides the named person"),
        Asked("guardian", "Of a child: who was told, when and how; or why nobody was", is_long=True, most=1000),
    ),
    "NOTICE_SERVED": (
        Asked("notice", "Which notice", is_owed=True, kind="notice"),
        Asked("language", "In which language", is_owed=True, most=40),
        Asked("read_over", "Read over", READ_OVER, is_owed=True),
        Asked("copy", "Copy", COPY, is_owed=True),
        Asked("signature", "Signature", SIGNATURE, is_owed=True),
    ),
    "RIGHTS_TOLD": (
        Asked("told_of", "Of which right, if not of both", RIGHTS),
        Asked("information", "How", INFORMATION),
        Asked("language", "In which language", most=40),
    ),
    "NAMED_PERSON_REQUESTED": (WHO, Asked("contact", "How they can be reached", most=200)),
    "NAMED_PERSON_INFORMED": (WHO, Asked("means", "How they were told", most=80, is_owed=True)),
    "NAMED_PERSON_DECLINED": (REASON,),
    "SOLICITOR_REQUESTED": (Asked("firm", "Solicitor or firm asked for", hint="Or: any, the duty solicitor", most=120, is_owed=True),),
    "SOLICITOR_ARRIVED": (
        Asked("firm", "Solicitor or firm", most=120),
        Asked("in_interview", "Present while the person is questioned", YES_NO, is_owed=True, short="whether present at the questioning"),
    ),
    "SOLICITOR_CONSULTED": (
        Asked("mode", "How", MODES, is_owed=True),
        Asked(
            "not_in_person_reason",
            "If not in person: why the examining officer believed that waiting would prejudice the examination",
            short="why not in person",
            is_long=True,
            most=1000,
            is_owed=True,
            unless=("mode", "IN_PERSON"),
        ),
        Asked("until", "Until", is_owed=True, kind="instant", short="until when"),
        Asked("in_private", "In private", YES_NO, is_owed=True, short="whether in private"),
        Asked("firm", "Solicitor or firm", most=120),
    ),
    "SOLICITOR_DECLINED": (REASON,),
    "SOLICITOR_REQUEST_WITHDRAWN": (REASON,),
    "QUESTIONING_BEFORE_SOLICITOR_JUSTIFIED": (BEFORE_SOLICITOR,),
    "INTERPRETER_CALLED": (LANGUAGE, PROVIDER),
    "INTERPRETER_ARRIVED": (LANGUAGE, PROVIDER, Asked("mode", "How", MODES)),
    "CONSULATE_REQUESTED": (CONSULATE, ASYLUM, CONSENT),
    "CONSULATE_INFORMED": (
        CONSULATE,
        Asked("means", "How", most=80),
        ASYLUM,
        CONSENT,
    ),
    "CONSULATE_DECLINED": (REASON, replace(ASYLUM, is_owed=False)),
    "APPROPRIATE_ADULT_CALLED": (Asked("adult", "Who", ADULTS), Asked("who", "Name", most=200)),
    "APPROPRIATE_ADULT_ARRIVED": (Asked("adult", "Who", ADULTS, is_owed=True), Asked("who", "Name", most=200)),
    "MEDICAL": (
        Asked("by_whom", "By whom", hint="For example, a paramedic of the airport", most=120, is_owed=True),
        Asked("what", "What was found and done", is_long=True, most=1000, is_owed=True),
    ),
    "REFRESHMENTS": (Asked("refreshment", "What", REFRESHMENTS, is_owed=True),),
    "COMPLAINT_INFORMATION_GIVEN": (
        Asked("information", "How", INFORMATION, is_owed=True),
        Asked("complains", "Does the person complain?", YES_NO),
    ),
    "RECORDING_STARTED": (
        Asked("recording", "What is recorded", RECORDINGS, is_owed=True),
        Asked("reference", "Reference", hint="For example, of the camera or the disc", most=80, is_owed=True),
        Asked("why_late", "If it began after the first question: why", is_long=True, most=1000),
    ),
    "IDENTIFIED": (
        Asked("identified", "What was done", IDENTIFYING, hint="It gives no power to take prints or a sample", is_owed=True),
        Asked("steps", "The steps taken, and where what was made is kept", is_long=True, most=1000),
    ),
    "NOT_RECORDED": (Asked("why", "Why there is no recording", is_long=True, most=1000, is_owed=True, or_words=True),),
    "WELFARE": (
        Asked("given", "What was given or checked", WELFARE, is_owed=True, or_words=True),
        Asked("what", "In words", hint="If it is something else, or there is more to say", is_long=True, most=1000),
    ),
    "EMERGENCY_USE_AUTHORISED": (
        Asked("authoriser", "Authorised by, number", is_owed=True, most=20),
        Asked("authoriser_rank", "Rank", RANK_LABELS, is_owed=True),
    ),
    "FORCE_USED": (
        Asked("used_for", "What it was used for", FORCE, hint="Never to make a person answer", is_owed=True),
        Asked("what", "What was done, and why it was necessary", is_long=True, most=2000, is_owed=True),
        Asked("injury", "Any injury", YES_NO, is_owed=True),
    ),
    # What of these is owed turns on age, and on what the act rests on: `examinations.property.gaps`.
    **dict.fromkeys(("BAGS_SEARCHED", "PERSON_SEARCHED", "VEHICLE_SEARCHED"), CASH_SEARCH),
    # TACT Sch 7 para 7; CTBSA Sch 3 para 7.
    "CRAFT_SEARCHED": (
        Asked("craft", "What was searched", CRAFT, is_owed=True),
        Asked("which", "Which one, and what of it", hint="Its name or number, and how far it was searched", is_owed=True, most=300),
        Asked("was_anybody_found", "Was anybody found whom an officer wished to question?", YES_NO),
    ),
    "STRIP_SEARCH": (
        Asked("adult_present", "Was an appropriate adult present?", YES_NO, hint="Needed for a child and for a vulnerable person"),
        Asked("no_adult_reason", "If not, why; say so if the person did not want one", is_long=True, most=1000),
    ),
    "BIOMETRICS_TAKEN": (
        Asked("child_consent", "Of a child: did the child consent in writing?", YES_NO, hint="Needed from 14 to 17; not verified"),
        Asked("parent_consent", "Of a child: did a parent or guardian consent in writing?", YES_NO, hint="Needed under 18; not verified"),
        Asked("parent_who", "Which parent or guardian", hint="Name, and how they belong to the child", most=200),
        Asked("authority_test", "Under a superintendent's authority: which test was met", TESTS),
        Asked("authority_grounds", "The grounds of the authority", is_long=True, most=2000),
        Asked("told_of_authority", "Was the person told of the authority and its grounds?", YES_NO),
        Asked("told_of_offence", "Under an authority: was the person told of the offence, where one was relevant?", TOLD_OF_OFFENCE),
        Asked("offence", "The offence, as the person was told it", most=200),
        Asked("conviction_kind", "Under a conviction: what it was", CONVICTIONS, hint="Each of these counts as one"),
    ),
}


ON_PROPERTY = frozenset({"BAGS_SEARCHED", "PERSON_SEARCHED", "VEHICLE_SEARCHED", "CRAFT_SEARCHED", "STRIP_SEARCH", "BIOMETRICS_TAKEN"})
"""Kinds whose details are read on the Property tab; those of the others stand under rights and welfare."""


def answered(value: bool | None) -> str | None:
    """An answer of yes or no as it is kept."""
    return None if value is None else "YES" if value else "NO"


def value_said(asked: Asked, value: Any) -> str:
    """One answer in words."""
    if asked.kind == "instant":
        at = datetime.fromisoformat(str(value))
        return spoken(at, seconds=bool(at.second))
    if asked.kind == "notice":
        notice = notice_named(str(value))
        return notice.label if notice else str(value)
    return asked.choices.get(str(value), str(value))


def said(kind: str, given: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Everything that has been answered about a fact of this kind: label and words, in the order of the form."""
    found = [(asked.label, value_said(asked, given[asked.name])) for asked in DETAILS.get(kind, ()) if given.get(asked.name)]
    if kind in AUTHORISED and given.get("ground"):
        found.append(("Ground", str(given["ground"])))
    if kind in {"RIGHT_DELAYED", "DELAY_ENDED"} and given.get("right"):
        found.insert(0, ("Right", RIGHTS.get(str(given["right"]), str(given["right"]))))
    if given.get("is_police_station"):
        found.append(("Place", _station_said(given)))
    if given.get("exempt_conviction"):
        # Not filled in afterwards: C9 turns on it, so that it is put right as the entry is.
        found.append((EXEMPT_LABEL, EXEMPT.get(str(given["exempt_conviction"]), str(given["exempt_conviction"]))))
    return found


def _station_said(given: Mapping[str, Any]) -> str:
    """A police station, or a room of the port that counts as one."""
    sure = "" if given.get("is_room_verified") else " (not verified)"
    return f"{given['room']}: counts as a police station{sure}" if given.get("room") else "A police station"


def missing(kind: str, given: Mapping[str, Any], words: str = "") -> list[Asked]:
    """The questions about a fact of this kind that are owed an answer. `words`: what was said at the press."""
    owed = [asked for asked in DETAILS.get(kind, ()) if asked.is_owed and not given.get(asked.name) and _arises(asked, given)]
    return [asked for asked in owed if not (asked.or_words and words)]


def _arises(asked: Asked, given: Mapping[str, Any]) -> bool:
    name, spares = asked.unless
    return not name or given.get(name) not in (None, "", spares)
