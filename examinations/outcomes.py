"""What an examination came to. Pure: the codes an officer ticks, how each reads under the power that was used, and which of them stand
together."""

from collections.abc import Collection

NO_FURTHER_ACTION, OFFENCE = "NO_FURTHER_ACTION", "OFFENCE"

LABELS: dict[str, str] = {
    NO_FURTHER_ACTION: "No further action",
    "INTELLIGENCE": "Intelligence report",
    "ARREST_TERRORISM": "Arrest under section 41",
    "ARREST_OTHER": "Arrest under another power",
    OFFENCE: "Offence under Schedule 7 paragraph 18, or Schedule 3 paragraph 23",
    "IMMIGRATION": "Handed to immigration",
    "CASH": "Cash seized",
    "PASSPORT": "Passport seized (Counter-Terrorism and Security Act 2015, Schedule 1)",
    "OTHER_POWER": "Examined under the other schedule",
}
"""In the order of the form. That a passport was seized is said here and nowhere else: that power is outside this service."""

OFFENCES: dict[str, str] = {
    "TACT_S7": "Offence under Schedule 7, paragraph 18",
    "CTBSA_S3": "Offence under Schedule 3, paragraph 23",
}
STANDS_ALONE = "No further action stands alone. Untick it, or untick everything else."


def labels(power: str) -> dict[str, str]:
    """Every code with its words under this power, in the order of the form; for one that is not known, both offences in one line."""
    return {**LABELS, OFFENCE: OFFENCES.get(power, LABELS[OFFENCE])}


def said(codes: Collection[str] | str, power: str = "") -> str:
    """What is recorded in words, in the order of the form; empty when nothing is. A version that was frozen while a record had one outcome
    holds that one code."""
    chosen = [codes] if isinstance(codes, str) else list(codes)
    known = labels(power)
    return "; ".join([words for code, words in known.items() if code in chosen] + [code for code in chosen if code and code not in known])


def fault(codes: Collection[str]) -> str:
    """What keeps these codes from standing together, as a sentence that says how to put it right; empty where nothing does."""
    return STANDS_ALONE if NO_FURTHER_ACTION in codes and len(codes) > 1 else ""
