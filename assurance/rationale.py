"""Whether the reasons given for a selection speak of public order or of ordinary crime and of nothing else, for which the powers are not:
Schedule 7 is not to be used for public-order policing (the 2025 code, as Parliament was told of it), nor either for ordinary crime (not
verified). Pure; a reading of words, which is why it prompts the assurer and never blocks."""

import re
from enum import StrEnum


class Reads(StrEnum):
    """What the reasons read as, where they say nothing that the powers are for."""

    PUBLIC_ORDER = "The reasons for the selection read as protest or public order alone, for which the power may not be used."
    ORDINARY_CRIME = "The reasons for the selection read as ordinary crime alone, for which the power may not be used."


def _any(*patterns: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(patterns)})\b", re.IGNORECASE)


# The month and the verb are not the march; to protest one's innocence, or at a delay, is no protest; a Protestant is none either.
PUBLIC_ORDER = _any(
    r"protest(?:s|ers?|ors?|ing)?(?! (?:his|her|their|at (?:the|being|having))\b)",
    r"protested (?:outside|against|in|near)",
    r"demonstrations?(?! (?:of (?:how|the|his|her|their|a)|model)\b)",
    r"demonstrators?",
    r"demonstrat(?:e|ed|ing) (?:outside|against)",
    r"march(?:es|ers|ing) (?:against|for|through|outside|on)",
    r"march (?:against|outside)",
    r"(?:protest|peace|political|hunger) march(?:es)?(?! \d)",
    r"(?:join(?:ed|ing)?|attend(?:ed|ing)?|part in) (?:a|the|an? \w+) march(?! (?:\d|flight|sailing|wedding|meeting|conference))",
    r"rall(?:y|ies)(?! (?:car|driver|driving|team)s?\b)",
    r"riot(?:s|ers?|ing)?",
    r"(?:public|violent|civil|football) dis-?order",
    r"public order",
    r"breach(?:es)? of the peace",
    r"(?:climate |animal rights |political |environmental )?activis[tm]s?",
    r"picket(?:s|ing|ers?)?",
    r"blockad(?:e|es|ing)",
    r"sit-ins?",
    r"civil (?:disobedience|unrest)",
    r"(?<!refugee )(?<!migrant )encampments?",
    r"hooligans?",
)
# A stolen or forged passport belongs to the means of travel, which the codes name.
ORDINARY_CRIME = _any(
    r"(?<!prescription )(?<!prescribed )drugs?",
    r"cannabis",
    r"cocaine",
    r"heroin",
    r"narcotics",
    r"thefts?",
    r"thie(?:f|ves)",
    r"shoplift(?:ing|ers?)",
    r"burglar(?:y|ies|s)",
    r"robber(?:y|ies|s)",
    r"stolen (?!(?:or \w+ )?(?:passport|travel|identity|document))\w+",
    r"(?:cigarette|tobacco|drugs?|alcohol) smuggl(?:ing|ers?)",
    r"smuggl(?:e|ed|ing) (?:of )?(?:cigarettes|tobacco|alcohol|drugs)",
    r"(?:tax|benefit|bank) fraud",
    r"drink[- ]driv(?:e|ing)",
    r"overstay(?:ed|ers?|ing)?",
)
# What the powers are for, and the considerations of the codes that are more than the person's conduct at a demonstration.
THREAT = _any(
    r"terror\w*",
    r"extremis[tm]\w*",
    r"proscribed",
    r"radicali[sz]\w*",
    r"jihad\w*",
    r"foreign fighters?",
    r"conflict zones?",
    r"(?:attacks?|bomb\w*|explosiv\w*|firearms?|weapons?|ieds?)",
    r"hostile (?:acts?|activit\w+|states?)",
    r"state[- ](?:threats?|linked|sponsored|directed)",
    r"foreign (?:states?|powers?|intelligence|governments?)",
    r"espionage",
    r"spy(?:ing)?",
    r"sabotage\w*",
    r"national security",
    r"(?:false|forged|fraudulent|stolen|counterfeit|altered) (?:or \w+ )?(?:passports?|travel|identity|documents?|visas?)",
    r"travel patterns?",
    r"one[- ]way",
    r"broken travel",
    r"watch-?lists?",
)
# To name the Act, the police's own department or the statutory question says nothing about this person; to deny a link says the opposite.
EMPTY = re.compile(
    r"terrorism acts?(?: 2000)?"
    r"|counter[- ]terror\w*(?: and border security act(?: 2019)?| police| policing| officers?)?"
    r"|(?:whether|if) (?:\w+ ){1,6}?(?:an? terrorist|(?:concerned|involved|engaged) in (?:\w+ )?(?:terrorism|hostile (?:acts?|activity)))"
    r"|(?:the )?commission, preparation (?:or|and) instigation of (?:acts of )?terrorism"
    r"|\b(?:no|without(?: any)?) (?:\w+ ){0,2}?"
    r"(?:links?|connections?|suggestion|suspicion|indications?|information|evidence|concern)\b[^.;]*"
    r"|\bnot (?:\w+ ){0,1}?(?:linked|connected|related|suspected|concerned|an?)\b[^.;]*",
    re.IGNORECASE,
)


def reads_as(reasons: str) -> Reads | None:
    """What the whole of the reasons, those not to be disclosed included, read as. None where they say anything of the threat, or of neither
    public order nor crime: silence is for other prompts."""
    words = " ".join(reasons.split())
    if THREAT.search(EMPTY.sub(" ", words)):
        return None
    if PUBLIC_ORDER.search(words):
        return Reads.PUBLIC_ORDER
    return Reads.ORDINARY_CRIME if ORDINARY_CRIME.search(words) else None
