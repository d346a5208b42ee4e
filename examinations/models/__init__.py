"""Examinations under Schedule 7 and Schedule 3: the record, its timeline of facts, the people who took part, and what was submitted."""

from examinations.models.attachment import Attachment
from examinations.models.biometrics import Biometric, Determination
from examinations.models.cash import CashAmount, CashCount, CashInstrument, CashPower, CashSeizure, CashStep
from examinations.models.examination import Examination, Examiner, Handover, Nomination, Particulars, Power, State, Subject
from examinations.models.goods import Goods
from examinations.models.law import BankHoliday, CalendarSpan, Correction, LegalEntry, LegalReading, Provision
from examinations.models.limits import OpenLimit
from examinations.models.linked import LinkedEncounter
from examinations.models.pack import Pack
from examinations.models.property import CommissionerStep, Custody, DeviceCopy, Item
from examinations.models.rights import Authority, Supplement
from examinations.models.screening import Screening
from examinations.models.searches import AuthorityAnswer, AuthorityRequest, Search
from examinations.models.submission import Addendum, BreachExplanation, Disclosure, FrozenBreach, Return, SubmittedVersion
from examinations.models.timeline import Kind, Review, TimelineEvent

__all__ = [
    "Addendum",
    "Attachment",
    "Authority",
    "AuthorityAnswer",
    "AuthorityRequest",
    "BankHoliday",
    "Biometric",
    "BreachExplanation",
    "CalendarSpan",
    "CashAmount",
    "CashCount",
    "CashInstrument",
    "CashPower",
    "CashSeizure",
    "CashStep",
    "CommissionerStep",
    "Correction",
    "Custody",
    "Determination",
    "DeviceCopy",
    "Disclosure",
    "Examination",
    "Examiner",
    "FrozenBreach",
    "Goods",
    "Handover",
    "Item",
    "Kind",
    "LegalEntry",
    "LegalReading",
    "LinkedEncounter",
    "Nomination",
    "OpenLimit",
    "Pack",
    "Particulars",
    "Power",
    "Provision",
    "Return",
    "Review",
    "Screening",
    "Search",
    "State",
    "Subject",
    "SubmittedVersion",
    "Supplement",
    "TimelineEvent",
]
