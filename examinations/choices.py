"""The lists an officer chooses from, in the order of the form. Pure: codes that are stored, with the words that stand beside them on screen
and on paper."""

# Self-defined ethnicity, the eighteen and one.
ETHNICITY_STATED: dict[str, dict[str, str]] = {
    "White": {"W1": "British", "W2": "Irish", "W3": "Gypsy or Irish Traveller", "W9": "Any other White background"},
    "Mixed": {
        "M1": "White and Black Caribbean",
        "M2": "White and Black African",
        "M3": "White and Asian",
        "M9": "Any other Mixed background",
    },
    "Asian or Asian British": {
        "A1": "Indian",
        "A2": "Pakistani",
        "A3": "Bangladeshi",
        "A4": "Chinese",
        "A9": "Any other Asian background",
    },
    "Black or Black British": {"B1": "Caribbean", "B2": "African", "B9": "Any other Black background"},
    "Other": {"O2": "Arab", "O9": "Any other ethnic group"},
    "Not stated": {"NS": "Not stated (say why)"},
}
NOT_STATED = "NS"
ETHNICITY_STATED_LABELS = {code: label for group in ETHNICITY_STATED.values() for code, label in group.items()}

# Officer-observed identity codes, as used on the national computer.
ETHNICITY_OBSERVED: dict[str, str] = {
    "1": "IC1 White, North European",
    "2": "IC2 White, South European",
    "3": "IC3 Black",
    "4": "IC4 Asian",
    "5": "IC5 Chinese, Japanese or South East Asian",
    "6": "IC6 Arab or North African",
    "9": "IC9 Unknown",
}

SEXES = {"FEMALE": "Female", "MALE": "Male", "UNSPECIFIED": "Unspecified"}

# What has no button of its own.
WELFARE: dict[str, str] = {
    "REST": "Rest",
    "TOILET": "Toilet",
    "PHONE": "Telephone call",
    "PROPERTY": "Belongings or onward travel",
    "CHECKED": "Checked, nothing needed",
    "OTHER": "Something else",
}

# What only the power allows: seen during screening, it says that the examination had begun.
SCREENING_SIGNS: dict[str, str] = {
    "searched": "Something searched",
    "device": "Device looked at or taken",
    "passcode": "Passcode asked for",
    "held": "Not free to leave",
}

ARREST_POWERS: dict[str, str] = {
    "TACT_41": "Section 41, Terrorism Act 2000",
    "NSA_27": "Section 27, National Security Act 2023",
    "PACE": "Police and Criminal Evidence Act 1984",
    "OTHER": "Another power",
}
ARREST_HINTS: dict[str, str] = {
    "TACT_41": "48 hours from the first question, if detained under the schedule; otherwise from the arrest",
    "NSA_27": "48 hours from the detention",
}

# Who arrived by small boat (TACT Sch 7 para 2(3A)): the first two give the power.
APPREHENSIONS: dict[str, str] = {
    "IMMIGRATION_DETENTION": "In immigration detention",
    "ARRESTED_PARA_17": "Arrested under paragraph 17(1) of Schedule 2 to the Immigration Act 1971",
    "NEITHER": "Neither",
}
APPREHENDED_AS: dict[str, str] = {
    "IMMIGRATION_DETENTION": "in immigration detention",
    "ARRESTED_PARA_17": "arrested under paragraph 17(1) of Schedule 2 to the Immigration Act 1971",
    "NEITHER": "neither in immigration detention nor arrested under paragraph 17(1)",
}
"""The same as the title of the entry goes on."""

# The rights of which a reviewed person is reminded, as far as they have not been exercised.
RIGHTS: dict[str, str] = {
    "NAMED_PERSON": "To have a named person informed of the detention",
    "SOLICITOR": "To consult a solicitor privately",
    "NONE_LEFT": "Neither: both have been exercised",
}

# Grounds for keeping that Schedule 3 has alone, and that concern the Commissioner (C8); the grounds themselves are in law/retention.toml.
SCHEDULE_3_GROUNDS = frozenset({"NATIONAL_SECURITY", "PREVENT_HARM"})
AFFECTED_PARTIES: dict[str, str] = {
    "CHIEF_OFFICER": "The chief officer",
    "SECRETARY_OF_STATE": "The Secretary of State",
    "PERSON": "The person from whom it was taken",
    "PERSON_IMPRACTICABLE": "Not the person: telling them was not reasonably practicable (say why)",
}
REFERRERS = {name: label for name, label in AFFECTED_PARTIES.items() if name != "PERSON_IMPRACTICABLE"}
"""Who may ask the Commissioner to approve another Judicial Commissioner's decision (CTBSA Sch 3 paras 13, 16, 19, 22)."""

SHORT_OF_POWER = {"TACT_S7": "Schedule 7", "CTBSA_S3": "Schedule 3"}

# TACT Sch 8 para 11; CTBSA Sch 3 para 35: of the offence only where it is relevant.
TOLD_OF_OFFENCE = {
    "TOLD": "Yes, of the offence named below",
    "NOT_TOLD": "No, although an offence was relevant",
    "NOT_RELEVANT": "No offence was relevant",
}
# CTBSA Sch 3 para 45(1); of Schedule 7 not verified.
CONVICTIONS = {
    "CONVICTION": "A conviction",
    "CAUTION": "A caution for an offence that the person had admitted",
    "INSANITY": "A finding of not guilty by reason of insanity",
    "DISABILITY": "A finding that the person was under a disability and did the act",
    "WARNING": "A warning or reprimand of earlier years",
}
# One conviction of a recordable offence that is no qualifying offence, when under 18: CTBSA Sch 3 para 45; of Schedule 7 not verified.
EXEMPT = {
    "NOT_EXEMPT": "No: what was taken may be kept without a limit of time",
    "EXEMPT": "Yes, and there is no other: what was taken is kept for six months, as without a conviction",
    "UNKNOWN": "Not known: the six months run until it is",
}
EXEMPT_LABEL = "Is the conviction exempt: of an offence that is no qualifying offence, when the person was under 18?"

# TACT Sch 7 para 7; CTBSA Sch 3 para 7: what is searched for persons to question.
CRAFT = {"SHIP": "A ship", "AIRCRAFT": "An aircraft"}
# CTBSA Sch 3 para 45(9). Each record is one detention, so that its own time limits follow from it.
FRESH_DETENTION = {
    "TACT_S7": "A fresh detention starts a period of its own; this one goes on all the same (for Schedule 7 not verified).",
    "CTBSA_S3": "A fresh detention starts a period of its own; this one goes on all the same (Sch 3 para 45(9)).",
}
