"""Police ranks in order of seniority. Pure: the clock engine and the review rules compare ranks through this list alone."""

from enum import IntEnum


class Rank(IntEnum):
    """A higher number is a higher rank."""

    CONSTABLE = 1
    SERGEANT = 2
    INSPECTOR = 3
    CHIEF_INSPECTOR = 4
    SUPERINTENDENT = 5
    CHIEF_SUPERINTENDENT = 6
    ASSISTANT_CHIEF_CONSTABLE = 7
    DEPUTY_CHIEF_CONSTABLE = 8
    CHIEF_CONSTABLE = 9

    @property
    def label(self) -> str:
        return self.name.replace("_", " ").capitalize()

    @property
    def short(self) -> str:
        return SHORT[self]


SHORT = {
    Rank.CONSTABLE: "PC",
    Rank.SERGEANT: "PS",
    Rank.INSPECTOR: "Insp",
    Rank.CHIEF_INSPECTOR: "Ch Insp",
    Rank.SUPERINTENDENT: "Supt",
    Rank.CHIEF_SUPERINTENDENT: "Ch Supt",
    Rank.ASSISTANT_CHIEF_CONSTABLE: "ACC",
    Rank.DEPUTY_CHIEF_CONSTABLE: "DCC",
    Rank.CHIEF_CONSTABLE: "CC",
}
