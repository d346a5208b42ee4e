"""This app's rows of the policy table. Separation rules that look at the timeline live beside their action."""

from django.db.models import Model

from examinations.models import (
    Addendum,
    Attachment,
    Authority,
    AuthorityAnswer,
    AuthorityRequest,
    Biometric,
    BreachExplanation,
    CashAmount,
    CashCount,
    CashInstrument,
    CashSeizure,
    CashStep,
    CommissionerStep,
    Correction,
    Custody,
    Determination,
    DeviceCopy,
    Disclosure,
    Examination,
    Examiner,
    FrozenBreach,
    Goods,
    Handover,
    Item,
    LinkedEncounter,
    Nomination,
    OpenLimit,
    Pack,
    Particulars,
    Return,
    Review,
    Screening,
    Search,
    State,
    SubmittedVersion,
    Supplement,
    TimelineEvent,
)
from organisation.models import Role
from organisation.policy import ANYONE, Guard, Reach, Rule

LIVE = frozenset({State.LIVE.value})
OPEN = frozenset({State.LIVE.value, State.ENDED.value})
UNLOCKED = frozenset({State.LIVE.value, State.ENDED.value, State.RETURNED.value})
SUBMITTED = frozenset({State.SUBMITTED.value, State.RETURNED.value, State.ACCEPTED.value})
SENT_IN = frozenset({State.SUBMITTED.value, State.ACCEPTED.value})
ENDED = frozenset({State.ENDED.value})
RETURNED = frozenset({State.RETURNED.value})
UNFINISHED = ENDED | RETURNED

EXAMINERS = (Role.CONSTABLE, Role.SERGEANT)
REVIEWERS = (Role.SERGEANT, Role.INSPECTOR, Role.DI)

RULES = (
    # Seeing a record; and the lists of goods and of limits, which are for those whose posting shows them records
    *(
        row
        for verb in ("examination.view", "examination.list")
        for row in (
            Rule(Role.CONSTABLE, verb, Reach.OWN),
            Rule(Role.SERGEANT, verb, Reach.PORT),
            Rule(Role.SERGEANT, verb, Reach.OWN),
            Rule(Role.INSPECTOR, verb, Reach.PORT, LIVE),
            Rule(Role.INSPECTOR, verb, Reach.OWN),
            Rule(Role.DI, verb, Reach.PORT),
            Rule(Role.DI, verb, Reach.OWN),
            Rule(Role.SUPERINTENDENT, verb, Reach.OWN),
        )
    ),
    # Whoever examines keeps the record until they hand it over, whatever posting they have now, and without one
    Rule(ANYONE, "examination.view", Reach.AUTHOR, UNLOCKED),
    # A colleague may join a live examination at their port before they can see the rest of it
    *(Rule(role, "examination.join", Reach.PORT, LIVE) for role in EXAMINERS),
    # Examining
    *(Rule(role, "examination.start", Reach.PORT) for role in EXAMINERS),
    *(Rule(role, "examination.act", Reach.OWN, LIVE) for role in EXAMINERS),
    Rule(ANYONE, "examination.act", Reach.AUTHOR, LIVE),
    Rule(ANYONE, "examination.hand_over", Reach.AUTHOR, UNLOCKED),
    *(Rule(role, "examination.complete", Reach.OWN, OPEN) for role in EXAMINERS),
    Rule(ANYONE, "examination.complete", Reach.AUTHOR, OPEN),
    *(Rule(role, "examination.submit", Reach.OWN, ENDED) for role in EXAMINERS),
    Rule(ANYONE, "examination.submit", Reach.AUTHOR, ENDED),
    *(Rule(role, "examination.amend", Reach.OWN, RETURNED) for role in EXAMINERS),
    Rule(ANYONE, "examination.amend", Reach.AUTHOR, RETURNED),
    *(Rule(role, "examination.supplement", Reach.OWN, SENT_IN) for role in EXAMINERS),
    *(Rule(role, "examination.explain", Reach.OWN, UNLOCKED) for role in dict.fromkeys((*EXAMINERS, *REVIEWERS))),
    Rule(ANYONE, "examination.explain", Reach.AUTHOR, UNLOCKED),
    # Records that wait to be written up or amended, and whose examiners may have gone
    *(Rule(role, "unfinished.view", Reach.PORT, UNFINISHED) for role in (Role.SERGEANT, Role.DI)),
    *(Rule(role, "examination.give", Reach.PORT, UNFINISHED) for role in (Role.SERGEANT, Role.DI)),
    # What becomes of property, cash, biometrics and copies once the person has gone
    *(Rule(role, "examination.retain", Reach.OWN) for role in EXAMINERS),
    Rule(Role.SERGEANT, "examination.retain", Reach.PORT),
    # Reviewing: who may lawfully review is found by rank and by the questioning; the record of a review is always taken
    *(Rule(role, "examination.review", Reach.PORT, OPEN) for role in REVIEWERS),
    *(Rule(role, "examination.nominate", Reach.PORT, LIVE) for role in REVIEWERS),
    *(Rule(role, "examination.nominate", Reach.OWN, LIVE) for role in EXAMINERS),
    Rule(Role.CONSTABLE, "board.view", Reach.OWN, LIVE),
    *(Rule(role, "board.view", Reach.PORT, LIVE) for role in (Role.SERGEANT, Role.INSPECTOR, Role.DI)),
    # Files that belong to a record: photographs of what happened, and papers signed long after it
    *(Rule(role, "examination.attach", Reach.OWN) for role in EXAMINERS),
    Rule(ANYONE, "examination.attach", Reach.AUTHOR, OPEN),
    Rule(Role.SERGEANT, "examination.attach", Reach.PORT),
    *(Rule(role, "examination.release_file", Reach.PORT) for role in (Role.SERGEANT, Role.DI)),
    # Authorities that only a superintendent may give: those named to them
    Rule(Role.SUPERINTENDENT, "examination.authorise", Reach.OWN),
    # Documents
    Rule(Role.SERGEANT, "examination.disclose", Reach.PORT, SUBMITTED),
    Rule(Role.DI, "examination.disclose", Reach.PORT, SUBMITTED),
    # Who has looked at a record
    Rule(Role.SERGEANT, "examination.readers", Reach.PORT),
    Rule(Role.DI, "examination.readers", Reach.PORT),
    # Screening: no examination, and nobody's record; whoever did it and those who answer for the port see it
    *(Rule(role, "screening.start", Reach.PORT) for role in EXAMINERS),
    *(Rule(role, "screening.act", Reach.OWN) for role in EXAMINERS),
    Rule(Role.CONSTABLE, "screening.view", Reach.OWN),
    *(Rule(role, "screening.view", Reach.PORT) for role in (Role.SERGEANT, Role.DI)),
    # The printable blank pad
    *(Rule(role, "pad.print", Reach.ALL) for role in (*EXAMINERS, Role.INSPECTOR, Role.DI)),
    # The law as it is applied, and what follows from typed times
    Rule(ANYONE, "law.view", Reach.ALL),
    Rule(Role.ADMIN, "law.propose", Reach.ALL),
    Rule(Role.DI, "law.decide", Reach.ALL),
    Rule(ANYONE, "clock.calculate", Reach.ALL),
)

CHILD = Guard(
    port="examination__port_id",
    state="examination__state",
    compartment="examination__compartment_id",
    own_arrays=("examination__participants",),
    authors=("examination__authors",),
)
CHILDREN = (
    Goods,
    LinkedEncounter,
    OpenLimit,
    Addendum,
    Attachment,
    AuthorityAnswer,
    AuthorityRequest,
    Biometric,
    Authority,
    BreachExplanation,
    CashAmount,
    CashCount,
    CashInstrument,
    CashSeizure,
    CashStep,
    CommissionerStep,
    Custody,
    Determination,
    DeviceCopy,
    Disclosure,
    Examiner,
    FrozenBreach,
    Handover,
    Item,
    Nomination,
    Pack,
    Particulars,
    Return,
    Review,
    Search,
    SubmittedVersion,
    Supplement,
    TimelineEvent,
)
GUARDS: dict[type[Model], Guard] = {
    Examination: Guard(port="port_id", state="state", compartment="compartment_id", own_arrays=("participants",), authors=("authors",)),
    # One that became an examination is shown by the database only with it.
    Screening: Guard(port="port_id", own=("officer_id",)),
    **dict.fromkeys(CHILDREN, CHILD),
    Correction: Guard(),
}
