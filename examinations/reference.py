"""What an officer is offered from the lists of the law, and the words for what was chosen: notices with their editions, grounds,
considerations, how interviews are recorded. Each as it stood when the record began."""

from datetime import date, datetime

from borderops.kit.dates import spoken_date
from borderops.kit.localtime import london_date
from examinations.law.lists import (
    AGE,
    CODE,
    CONSIDERATION,
    GROUND,
    LEGAL_AID,
    MINIMUM,
    NOT_VERIFIED,
    NOTICE,
    PENALTY,
    RECORDING,
    RETENTION,
    USE,
    WORDING,
    Entry,
    known,
)

SCHEDULES = ("TACT_S7", "CTBSA_S3")
NO_EDITION = "None was in force when the record began"
UNKNOWN_EDITION = "The edition in force when the record began is not known here"
TERRORIST_CASH = "ATCSA"
"""The power under which cash is seized whose officers have a Code of Practice of their own."""


def considerations(power: str, begun: datetime | None = None) -> list[Entry]:
    """The headings under which a person may be selected, as they read under this power."""
    return known().of(CONSIDERATION, power, begun)


def consideration_words(power: str, key: str, begun: datetime | None = None) -> str:
    entry = known().named(CONSIDERATION, power or SCHEDULES[0], key, begun)
    return entry.words if entry else key


def notices_on(power: str, at: datetime) -> list[Entry]:
    """The edition of each notice in force under the power at an instant, then the older ones, which may have been served all the same."""
    lists = known()
    editions = sorted(lists.of(NOTICE, power, at), key=lists.since, reverse=True)
    current = {one.terms["notice"]: one for one in reversed(editions)}
    return [*current.values(), *(one for one in editions if current[one.terms["notice"]] is not one)]


def notice_named(code: str) -> Entry | None:
    """The edition under whichever power has it: editions read the same under both."""
    return next((found for power in SCHEDULES if (found := known().named(NOTICE, power, code))), None)


def grounds(power: str, act: str, begun: datetime | None = None) -> list[Entry]:
    """The grounds of this power for DELAY or DIFFERENT_SOLICITOR, in the order of the Act."""
    return [one for one in known().of(GROUND, power, begun) if act in one.terms["acts"]]


def ground_named(power: str, key: str, begun: datetime | None = None) -> Entry | None:
    return known().named(GROUND, power, key, begun)


def kept_on(power: str, begun: datetime | None = None, *, kind: str = RETENTION) -> dict[str, str]:
    """The grounds on which property, or with `kind` COPY a copy, is kept. (TACT Sch 7 paras 11, 11A; CTBSA Sch 3 paras 11, 17)"""
    return {one.key: one.label for one in known().of(kind, power, begun)}


def ground_of(power: str, key: str, begun: datetime | None = None, *, kind: str = RETENTION) -> Entry | None:
    """A ground for keeping as the record has it; one that this power lacks, as a record may have by mistake, reads as the other's."""
    return next((found for each in (power, *SCHEDULES) if (found := known().named(kind, each, key, begun))), None)


def kept_words(power: str, key: str, begun: datetime | None = None, *, kind: str = RETENTION) -> str:
    """A ground for keeping in full."""
    found = ground_of(power, key, begun, kind=kind)
    return found.words if found else key


def kept_short(power: str, key: str, begun: datetime | None = None) -> str:
    """A ground for keeping property in the few words that stand beside the thing."""
    found = ground_of(power, key, begun)
    return str(found.terms["short"]) if found else key


def smallest_cash(power: str, begun: datetime | None = None) -> Entry | None:
    """The smallest sum that may be seized under this power, `terms["pence"]`; None where its Act knows none."""
    return known().named(MINIMUM, power, "CASH", begun)


def code_of_practice(power: str, begun: datetime) -> Entry | None:
    """The edition of the power's Code of Practice in force on the London day on which the record began, as the list stood then; None before
    there was any."""
    day = london_date(begun).isoformat()
    found = [one for one in known().of(CODE, power, begun) if one.terms["commenced_on"] <= day]
    return max(found, key=lambda one: str(one.terms["commenced_on"]), default=None)


def code_said(power: str, begun: datetime) -> str:
    """That edition with its day and its standing, for a screen or for paper."""
    edition = code_of_practice(power, begun)
    if edition is None:
        return NO_EDITION if power in SCHEDULES else UNKNOWN_EDITION
    day = spoken_date(date.fromisoformat(edition.terms["commenced_on"]))
    return f"{edition.words}, in force from {day}" + ("" if edition.verified else f" ({NOT_VERIFIED})")


def penalty_of(power: str, outcome: str, begun: datetime | None = None) -> Entry | None:
    """The greatest penalty for the offence that is this outcome of a record, such as OFFENCE; None where none is listed. (TACT Sch 7
    para 18; CTBSA Sch 3 para 23)"""
    return next((one for one in known().of(PENALTY, power, begun) if one.terms.get("outcome") == outcome), None)


def permitted_uses(power: str, begun: datetime | None = None) -> list[Entry]:
    """What prints, samples and profiles may be used for while they are kept. (CTBSA Sch 3 para 50; for Schedule 7 not verified)"""
    return known().of(USE, power, begun)


def legal_aid(power: str, begun: datetime | None = None) -> list[Entry]:
    """What is known of legal aid for somebody who is detained under the power, and what is not. (SI 2013/9 reg 12(2)(k) and (l))"""
    return known().of(LEGAL_AID, power, begun)


def own_consent_age(power: str, begun: datetime | None = None) -> int | None:
    """From which age a child's own written consent to prints or a sample is needed beside a parent's; None where the list has no such age.
    (Police and Criminal Evidence Act 1984 s.65; not verified)"""
    found = known().named(AGE, power, "OWN_CONSENT", begun)
    return int(found.terms["years"]) if found else None


def codes_said(power: str, begun: datetime, *, with_terrorist_cash: bool) -> list[tuple[str, str]]:
    """Under which editions a record was made, with what each is about: the power's, and beside it that for terrorist cash where any was
    seized. (ATCSA 2001 Sch 1)"""
    codes = [("Code of Practice", code_said(power, begun))]
    return [*codes, ("Code of Practice, terrorist cash", code_said(TERRORIST_CASH, begun))] if with_terrorist_cash else codes


def wordings(power: str, notice: str, begun: datetime | None = None) -> dict[str, Entry]:
    """The words of our own notice by the code of their language, as they stood when the record began."""
    found = known().of(WORDING, power, begun)
    return {str(one.terms["language"]): one for one in found if one.terms["notice"] == notice}


def recording_at_station(power: str, begun: datetime | None = None) -> Entry:
    """What the interview of a detained person at a police station is recorded on: `terms["kinds"]`."""
    entry = known().named(RECORDING, power, "STATION", begun)
    if entry is None:
        raise LookupError(f"There is no rule on recording under {power}.")
    return entry
