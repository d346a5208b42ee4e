"""The address book of the walk, by hand: one line for each address of the service, with what the table of permissions is asked about it.

To add an address, add one line to ADDRESSES under its app:

    "examinations:welfare": record("examination.act"),                  # a page with a form, GET and POST
    "examinations:cash": record("examination.view", READ),              # a page that takes nothing
    "examinations:cash_add": record("examination.act", ACT),            # a button without a page
    "rostering:gaps": page("duty.view", READ),                          # about no thing in particular

The verb is the one that the view `@needs`, and it stands in tests/walk/table.py. What stands behind the record's own key in the address is
looked up in PARTS by its name there; a key that PARTS does not know is the key of nothing, and 404 is then what those who may get. To walk
it properly put a row into the world (tests/walk/making.py) and its key into `World.parts`.
"""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from borderops.kit.methods import EITHER, GET, HEAD, POST

READ, ACT = (GET, HEAD), (POST,)
PUBLIC, SIGNED_IN, OWNER = "public", "signed in", "owner"
TAKEN = frozenset({200, 302, 422})
NOTHING_KNOWN = UUID(int=0)  # the key of nothing


@dataclass(frozen=True, slots=True)
class Address:
    """What an address asks: `verb` at the door, `sees` of the thing in the path (else 404), `asks` of it (else 403); and its answers."""

    verb: str
    methods: tuple[str, ...] = EITHER
    kind: str = ""  # of the thing whose key comes first in the path; empty: about nothing in particular
    sees: str = ""
    asks: str = ""
    posts: str = ""  # where sending asks for more than showing
    never_oneself: bool = False
    alike: tuple[str, ...] = ()  # methods that answer the same whether the thing is there or not
    takes: frozenset[int] = TAKEN  # what those who may are answered
    fills: dict[str, Any] = field(default_factory=dict)  # the rest of the path
    sends: dict[str, str] = field(default_factory=dict)  # the form, beside its keys
    writes_reading: bool = False  # a page of one record that a GET must not show without entering that it was read


def page(verb: str = SIGNED_IN, methods: tuple[str, ...] = EITHER, **more: Any) -> Address:
    """About nothing in particular."""
    return Address(verb, methods, **more)


def record(verb: str, methods: tuple[str, ...] = EITHER, **more: Any) -> Address:
    """A page of an examination: 404 unless it may be viewed, 403 unless the verb may be done to it."""
    values: dict[str, Any] = {"sees": "examination.view", "asks": verb, "writes_reading": GET in methods} | more
    return Address(verb, methods, "examination", **values)


def of(kind: str, verb: str, methods: tuple[str, ...] = EITHER, *, sees: str = "", **more: Any) -> Address:
    """A page of something else."""
    return Address(verb, methods, kind, **({"sees": sees or verb, "asks": sees or verb} | more))


def person(verb: str, methods: tuple[str, ...] = EITHER, **more: Any) -> Address:
    """A page of somebody's."""
    return of("person", verb, methods, sees="people.view", **more)


def packaged(methods: tuple[str, ...] = EITHER, verb: str = SIGNED_IN) -> Address:
    """A package's view about the reader's own sign-in, which asks for a fresh sign-in or finds nothing as it likes."""
    return Address(verb, methods, takes=TAKEN | {404})


ADDRESSES = {
    # Parts that belong to no app
    "accessibility": page(PUBLIC, READ),
    "gallery": page(PUBLIC),
    "gallery_page": page(PUBLIC, fills={"name": "parts"}),
    "gallery_clocks": page(PUBLIC, READ),
    "gallery_draft": page(PUBLIC, ACT),
    # Workbench
    "workbench:home": page(methods=READ),
    "workbench:my-records": page("examination.start", READ),
    "workbench:find": page("record.find", READ),
    "workbench:notices": page("notice.read", READ),
    "workbench:read-all-notices": page("notice.read", ACT),
    "workbench:read-notice": of("notice", "notice.read", ACT, alike=ACT),
    "workbench:dashboard": page("dashboard.view", READ),
    "workbench:ledger": page("ledger.view"),
    "workbench:row-found": of("finding", "ledger.view", READ),
    # Signing in
    "account_login": packaged(verb=PUBLIC),
    "mfa_authenticate": packaged(verb=PUBLIC),
    "mfa_login_webauthn": packaged(verb=PUBLIC),
    "account_logout": packaged(verb=PUBLIC),
    "account_reauthenticate": packaged(),
    "account_change_password": packaged(),
    "mfa_index": packaged(READ),
    "mfa_reauthenticate": packaged(),
    "mfa_activate_totp": packaged(),
    "mfa_deactivate_totp": packaged(),
    "mfa_view_recovery_codes": packaged(READ),
    "mfa_generate_recovery_codes": packaged(),
    "mfa_download_recovery_codes": packaged(READ),
    "mfa_list_webauthn": packaged(READ),
    "mfa_add_webauthn": packaged(),
    "mfa_reauthenticate_webauthn": packaged(),
    "mfa_remove_webauthn": packaged(),
    "mfa_edit_webauthn": packaged(),
    "usersessions_list": page(),
    "preferences": page(methods=ACT),
    "keep_alive": page(),
    "carried": of("carried", SIGNED_IN, sees=OWNER, alike=ACT),
    "save_draft": page(methods=ACT, fills={"form": "examinations.particulars", "thing_id": NOTHING_KNOWN}),
    "discard_draft": page(methods=ACT, fills={"form": "examinations.particulars", "thing_id": NOTHING_KNOWN}),
    # People
    "organisation:people": page("people.list", READ),
    "organisation:find": page("people.list"),
    "organisation:create": page("people.administer"),
    "organisation:proposals": page("posting.decide", READ),
    "organisation:decide": of("posting", "posting.decide"),
    "organisation:end_posting": of("posting", "posting.end", never_oneself=True),
    "organisation:person": person("people.view", READ),
    "organisation:edit": person("people.administer", never_oneself=True),
    "organisation:propose": person("posting.propose", never_oneself=True),
    "organisation:password": person("people.administer", READ),
    "organisation:deactivate": person("people.administer", never_oneself=True),
    "organisation:reactivate": person("people.administer", never_oneself=True),
    "organisation:unlock": person("people.administer", never_oneself=True),
    "organisation:reset_password": person("people.administer", never_oneself=True),
    "organisation:reset_second_factor": person("people.administer", never_oneself=True),
    "organisation:end_sessions": person("people.administer", never_oneself=True),
    # Accreditation
    "accreditation:person": person("award.view", READ),
    "accreditation:enter": person("award.enter", never_oneself=True),
    "accreditation:withdraw": person("award.withdraw", never_oneself=True, fills={"requirement": "S7_EXAM"}),
    # Rostering
    "rostering:duties": page("duty.view", READ),
    "rostering:enter": page("duty.enter"),
    "rostering:person": person("duty.view", READ),
    "rostering:cancel": of("duty", "duty.cancel", sees="duty.view", asks="duty.cancel"),
    # Examinations
    "examinations:start": page("examination.start"),
    "examinations:late_entry": page("examination.start"),
    "examinations:blank_pad": page("pad.print", READ),
    "examinations:blank_pad_pdf": page("pad.print", READ),
    "examinations:joining": page("examination.join", READ),
    "examinations:screenings": page("screening.view", READ),
    "examinations:start_screening": page("screening.start", ACT),
    "examinations:screening": of("screening", "screening.view", posts="screening.act"),
    "examinations:screening_act": of(
        "screening", "screening.act", ACT, sees="screening.view", asks="screening.act", fills={"slug": "stop"}
    ),
    "examinations:board": page("board.view", READ),
    "examinations:board_rows": page("board.view", READ),
    "examinations:wall": page("board.view", READ),
    "examinations:wall_rows": page("board.view", READ),
    "examinations:record": record("examination.view", READ),
    "examinations:clocks": record("examination.view", READ, writes_reading=False),
    "examinations:act": record("examination.complete", fills={"slug": "note"}),
    "examinations:rights": record("examination.view", READ),
    "examinations:details": record("examination.complete", takes=TAKEN | {404}),  # about some kinds of entry there is nothing to fill in
    "examinations:told": record("examination.complete", ACT, takes=TAKEN | {403}),  # who takes part without examining tells nobody
    "examinations:authorities": page("examination.authorise", READ),
    "examinations:answer_authority": record("examination.authorise"),
    "examinations:correct": record("examination.complete"),
    "examinations:withdraw": record("examination.complete"),
    "examinations:amend": record("examination.retain", takes=TAKEN | {404}),  # what happened to the person is not amended so
    "examinations:correct_row": record("examination.retain", fills={"slug": "count"}),
    "examinations:withdraw_row": record("examination.retain", fills={"slug": "count"}),
    "examinations:correct_review": record("examination.review", takes=TAKEN | {404}),  # nobody corrects the review of another
    "examinations:amend_back": record("examination.retain", takes=TAKEN | {404}),
    "examinations:join": record("examination.join", ACT, sees="examination.join"),
    "examinations:hand_over": record("examination.hand_over"),
    "examinations:answer_handover": record("examination.view", takes=TAKEN | {404}),  # nothing waits for an answer on most of them
    "examinations:give": record("examination.give"),
    "examinations:take_back_handover": record("examination.hand_over", ACT, takes=TAKEN | {404}),
    "examinations:nominate": record("examination.nominate"),
    "examinations:take_back_nomination": record("examination.nominate", ACT),
    "examinations:review": record("examination.review"),
    "examinations:pad_review": record("examination.complete"),
    "examinations:release_now": record("examination.view", READ),
    # who takes part without examining writes nothing up
    "examinations:particulars": record("examination.complete", takes=TAKEN | {403}),
    "examinations:breaches": record("examination.view", posts="examination.explain", sends={"rule": "C3", "words": "Because."}),
    "examinations:submit": record("examination.submit", takes=TAKEN | {403}),  # who takes part without examining submits nothing
    "examinations:returned": record("examination.amend"),
    "examinations:resubmit": record(
        "examination.amend", ACT, takes=TAKEN | {403}
    ),  # who assured it takes part in it, and answers no return
    "examinations:place": record("examination.complete", takes=TAKEN | {403}),
    "examinations:passport": record("examination.complete"),
    "examinations:previous": record("examination.view", READ),
    "examinations:supplement": record(
        "examination.supplement", takes=TAKEN | {403}
    ),  # whoever takes part without having examined adds nothing
    "examinations:as_it_stood": record("examination.view", READ),
    "examinations:facts": record("examination.view", READ),
    "examinations:reviews": record("examination.view", READ),
    "examinations:versions": record("examination.view", READ),
    "examinations:readers": record("examination.readers", READ),
    "examinations:documents": record("examination.disclose", takes=TAKEN | {404}),  # those that were made here were never submitted
    "examinations:document": record("examination.disclose", READ),
    "examinations:pack": record("examination.disclose", READ),
    "examinations:pack_again": record("examination.disclose", ACT),
    "examinations:limits": page("examination.list", READ),
    "examinations:unfinished": page("unfinished.view", READ),
    "examinations:goods_list": page("examination.list", READ),
    "examinations:start_goods": page("examination.start"),
    "examinations:goods": record("examination.view", READ, takes=TAKEN | {404}),  # a record about a person has no goods
    "examinations:describe_goods": record("examination.complete", takes=TAKEN | {404}),
    # seen by whoever may start and see the first record; gone on from by those alone who took part in it
    "examinations:link": record("examination.start", asks="examination.view", takes=TAKEN | {403}),
    "examinations:cash": record("examination.view", READ),
    "examinations:seize_cash": record("examination.retain"),
    "examinations:describe_cash": record("examination.retain"),
    "examinations:count_cash": record("examination.retain"),
    "examinations:cash_report": record("examination.retain", takes=TAKEN | {404}),  # 404 for an entry that is no search
    "examinations:power": record("examination.complete", takes=TAKEN | {403}),
    "examinations:cash_step": record("examination.retain", fills={"slug": "returned"}),
    "examinations:papers": record("examination.view", READ),
    "examinations:paper": record("examination.view", READ, fills={"kind": "examination-notice", "language": "en"}),
    "examinations:review_paper": record("examination.view", READ, takes=TAKEN | {404}, fills={"position": 1}),
    "examinations:attachments": record("examination.view", posts="examination.attach"),
    "examinations:attachment": record("examination.view", READ, takes=TAKEN | {403}),  # not scanned: let out to who brought it alone
    "examinations:release_file": record("examination.release_file"),
    "examinations:withdraw_file": record("examination.attach"),
    "examinations:property": record("examination.view", READ),
    "examinations:item": record("examination.view", READ),
    "examinations:item_act": record("examination.retain", fills={"slug": "return"}),
    "examinations:copy_act": record("examination.retain", fills={"slug": "destroy"}),
    # data that nothing was made of cannot be destroyed
    "examinations:biometric_act": record("examination.retain", takes=TAKEN | {403}, fills={"slug": "data-destroyed"}),
    "examinations:ask_authority": record("examination.complete"),
    "examinations:answer_request": record("examination.view", takes=TAKEN | {403}),  # only whoever was asked answers
    "examinations:unlawful_sample": record("examination.complete"),
    # The law as it is applied, and the calculator
    "law:law": page("law.view", READ),
    "law:correct_provision": of("provision", "law.propose"),
    "law:correct_reading": of("reading", "law.propose"),
    "law:correct_entry": of("entry", "law.propose"),
    "law:add_entry": page("law.propose", fills={"kind": "consideration", "power": "TACT_S7"}),
    "law:correct_calendar": page("law.propose"),
    "law:correction": of("correction", "law.view", READ),
    "law:decide": of("correction", "law.decide", ACT),
    "law:withdraw": of("correction", "law.propose", ACT),
    "law:calculator": page("clock.calculate"),
    "law:calculate_from": record("examination.view", READ),
    # Quality assurance
    "assurance:queue": page("assessment.queue", READ),
    "assurance:claim": record("assessment.claim", ACT),
    "assurance:assess": of("assessment", "assessment.view"),
    "assurance:decide": of("assessment", "assessment.answer", sees="assessment.view", asks="assessment.answer"),
    "assurance:release": of(  # only whoever opened it puts it back
        "assessment", "assessment.answer", ACT, sees="assessment.view", asks="assessment.answer", takes=TAKEN | {403}
    ),
    "assurance:criteria": page("law.view", READ),
    "assurance:add_criterion": page("law.propose"),
    "assurance:correct_criterion": of("criterion", "law.propose"),
    "assurance:learning": of("learning", "learning.acknowledge"),
}

# Addresses that the service has only as it is set up elsewhere, and that are answered before any address is looked up.
ELSEWHERE = {"openid_connect_login", "openid_connect_callback"}
