"""The statutory clocks of an examination: facts in, clocks and breaches out, with the time as a parameter. No Django, no table, no
present moment."""

from examinations.clocks.days import Calendar
from examinations.clocks.engine import evaluate, hospital_standing_still_since, next_instant
from examinations.clocks.events import (
    Apprehension,
    ArrestPower,
    Biometric,
    CashPower,
    Consent,
    Event,
    GoodsPlace,
    Ground,
    Journey,
    Kind,
    Officer,
    Outcome,
    Party,
    Power,
    Premises,
    Right,
    Sex,
    Timeline,
)
from examinations.clocks.faults import Fault, TimelineFaults
from examinations.clocks.law import Holiday, Law, Provision, Reading, committed_law, holidays, readings
from examinations.clocks.objections import reviewer_objections
from examinations.clocks.parsing import parse_timeline
from examinations.clocks.possible import impossibilities
from examinations.clocks.results import Basis, Breach, Clock, Evaluation, Objection, State, Warning_, to_json
from examinations.clocks.rules.c07_urgent_decision import AFFECTED, heard_until, parties_told

__all__ = [
    "AFFECTED",
    "Apprehension",
    "ArrestPower",
    "Basis",
    "Biometric",
    "Breach",
    "Calendar",
    "CashPower",
    "Clock",
    "Consent",
    "Evaluation",
    "Event",
    "Fault",
    "GoodsPlace",
    "Ground",
    "Holiday",
    "Journey",
    "Kind",
    "Law",
    "Objection",
    "Officer",
    "Outcome",
    "Party",
    "Power",
    "Premises",
    "Provision",
    "Reading",
    "Right",
    "Sex",
    "State",
    "Timeline",
    "TimelineFaults",
    "Warning_",
    "committed_law",
    "evaluate",
    "heard_until",
    "holidays",
    "hospital_standing_still_since",
    "impossibilities",
    "next_instant",
    "parse_timeline",
    "parties_told",
    "readings",
    "reviewer_objections",
    "to_json",
]
