"""Everything a person can do to an examination: one verb, one function, one event in the ledger. Each file holds one group of acts."""

from examinations.actions.amending import accept_examination, add_addendum, admit_assurer, resubmit_examination, return_examination
from examinations.actions.attaching import attach_file, release_attachment, settle_scan, withdraw_attachment
from examinations.actions.authorising import Sought, answer_authority, ask_superintendent, record_authority, tell_person
from examinations.actions.biometrics import (
    BiometricDetails,
    DeterminationDetails,
    DeterminationInstead,
    record_determination,
    record_fate,
    record_unlawful_sample,
    take_biometrics,
)
from examinations.actions.cash import (
    CashStepDetails,
    CountDetails,
    count_cash,
    describe_cash,
    seize_afresh,
    seize_cash,
    take_cash_step,
)
from examinations.actions.closing import arrest, release
from examinations.actions.commissioning import StepDetails, StepInstead, record_step
from examinations.actions.correcting import supersede_event, withdraw_event
from examinations.actions.correcting_cash import CashStepInstead, SeizureInstead
from examinations.actions.correcting_copies import CopyGroundInstead, CopyInstead
from examinations.actions.correcting_reviews import ReviewInstead
from examinations.actions.correcting_rows import correct_cash_step, correct_count, correct_step, take_back_row
from examinations.actions.devices import CopyDetails, authorise_business, copy_device, destroy_copy, keep_copy, record_passcode
from examinations.actions.disclosing import disclose
from examinations.actions.following import Instead
from examinations.actions.further_prints import determine_further_prints
from examinations.actions.goods import describe_goods, start_goods
from examinations.actions.handing_over import (
    accept_handover,
    decline_handover,
    give_examination,
    join_examination,
    offer_handover,
    withdraw_handover,
)
from examinations.actions.keeping import Holder
from examinations.actions.law import (
    approve_correction,
    propose_calendar,
    propose_provision,
    propose_reading,
    refuse_correction,
    withdraw_correction,
)
from examinations.actions.law_entries import NewEntry, propose_entry, propose_new_entry
from examinations.actions.linking import start_linked
from examinations.actions.packing import ask_again, ask_for_pack, file_pack, give_up_pack, note_progress, take_up
from examinations.actions.particulars import StaleVersion, update_particulars
from examinations.actions.passport import fill_from_passport
from examinations.actions.placing import say_place
from examinations.actions.powers import correct_power
from examinations.actions.property import (
    describe_item,
    destroy_item,
    keep_item,
    keep_on_ground,
    move_item,
    return_item,
    set_hold,
)
from examinations.actions.recording import detain, record_event
from examinations.actions.reporting import report_cash_search
from examinations.actions.reviewing import ReviewDetails, nominate_reviewer, record_review, withdraw_nomination
from examinations.actions.rights import describe_fact
from examinations.actions.screening import (
    examine_after_screening,
    note_screening,
    record_sign,
    start_screening,
    stop_screening,
)
from examinations.actions.searching import SearchDetails, answer_request, ask_authority, record_search
from examinations.actions.starting import start_examination
from examinations.actions.submitting import explain_breach, submit_examination

__all__ = [
    "BiometricDetails",
    "CashStepDetails",
    "CashStepInstead",
    "CopyDetails",
    "CopyGroundInstead",
    "CopyInstead",
    "CountDetails",
    "DeterminationDetails",
    "DeterminationInstead",
    "Holder",
    "Instead",
    "NewEntry",
    "ReviewDetails",
    "ReviewInstead",
    "SearchDetails",
    "SeizureInstead",
    "Sought",
    "StaleVersion",
    "StepDetails",
    "StepInstead",
    "accept_examination",
    "accept_handover",
    "add_addendum",
    "admit_assurer",
    "answer_authority",
    "answer_request",
    "approve_correction",
    "arrest",
    "ask_again",
    "ask_authority",
    "ask_for_pack",
    "ask_superintendent",
    "attach_file",
    "authorise_business",
    "copy_device",
    "correct_cash_step",
    "correct_count",
    "correct_power",
    "correct_step",
    "count_cash",
    "decline_handover",
    "describe_cash",
    "describe_fact",
    "describe_goods",
    "describe_item",
    "destroy_copy",
    "destroy_item",
    "detain",
    "determine_further_prints",
    "disclose",
    "examine_after_screening",
    "explain_breach",
    "file_pack",
    "fill_from_passport",
    "give_examination",
    "give_up_pack",
    "join_examination",
    "keep_copy",
    "keep_item",
    "keep_on_ground",
    "move_item",
    "nominate_reviewer",
    "note_progress",
    "note_screening",
    "offer_handover",
    "propose_calendar",
    "propose_entry",
    "propose_new_entry",
    "propose_provision",
    "propose_reading",
    "record_authority",
    "record_determination",
    "record_event",
    "record_fate",
    "record_passcode",
    "record_review",
    "record_search",
    "record_sign",
    "record_step",
    "record_unlawful_sample",
    "refuse_correction",
    "release",
    "release_attachment",
    "report_cash_search",
    "resubmit_examination",
    "return_examination",
    "return_item",
    "say_place",
    "seize_afresh",
    "seize_cash",
    "set_hold",
    "settle_scan",
    "start_examination",
    "start_goods",
    "start_linked",
    "start_screening",
    "stop_screening",
    "submit_examination",
    "supersede_event",
    "take_back_row",
    "take_biometrics",
    "take_cash_step",
    "take_up",
    "tell_person",
    "update_particulars",
    "withdraw_attachment",
    "withdraw_correction",
    "withdraw_event",
    "withdraw_handover",
    "withdraw_nomination",
]
