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


def is_higher(rank: str, than: str) -> bool:
    """Whether the one rank is higher than the other, by their names; blank is lower than every rank."""
    return bool(rank) and (not than or Rank[rank] > Rank[than])


def highest(*ranks: str) -> str:
    """The highest of these ranks by its name; blank where none of them is one."""
    held = [Rank[rank] for rank in ranks if rank]
    return max(held).name if held else ""


def acting_words(rank: str, authority: str) -> str:
    """An acting rank in words, with who gave it: 'Acting sergeant, authority: Supt 1001'. Empty without an authority, as one's own has."""
    return f"Acting {Rank[rank].label.lower()}, authority: {authority}" if authority else ""
