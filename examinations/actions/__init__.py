"""Everything a person can do to an examination: one verb, one function, one event in the ledger. Each file holds one group of acts."""

from examinations.actions.amending import accept_examination, add_addendum, admit_assurer, resubmit_examination, return_examination
from examinations.actions.attaching import attach_file, release_attachment, settle_scan, withdraw_attachment
from examinations.actions.cash import count_cash, describe_cash, seize_afresh, seize_cash, take_cash_step
from examinations.actions.closing import arrest, release
from examinations.actions.correcting import supersede_event, withdraw_event
from examinations.actions.disclosing import disclose
from examinations.actions.handing_over import accept_handover, decline_handover, join_examination, offer_handover, withdraw_handover
from examinations.actions.particulars import StaleVersion, update_particulars
from examinations.actions.passport import fill_from_passport
from examinations.actions.recording import detain, record_event
from examinations.actions.reviewing import ReviewDetails, nominate_reviewer, record_review, withdraw_nomination
from examinations.actions.starting import start_examination
from examinations.actions.submitting import explain_breach, submit_examination

__all__ = [
    "ReviewDetails",
    "StaleVersion",
    "accept_examination",
    "accept_handover",
    "add_addendum",
    "admit_assurer",
    "arrest",
    "attach_file",
    "count_cash",
    "decline_handover",
    "describe_cash",
    "detain",
    "disclose",
    "explain_breach",
    "fill_from_passport",
    "join_examination",
    "nominate_reviewer",
    "offer_handover",
    "record_event",
    "record_review",
    "release",
    "release_attachment",
    "resubmit_examination",
    "return_examination",
    "seize_afresh",
    "seize_cash",
    "settle_scan",
    "start_examination",
    "submit_examination",
    "supersede_event",
    "take_cash_step",
    "update_particulars",
    "withdraw_attachment",
    "withdraw_event",
    "withdraw_handover",
    "withdraw_nomination",
]
