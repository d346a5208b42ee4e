"""The one base of what this app and those on its floor decline to do. Pure, so that every room can raise it."""


class Refusal(Exception):
    """Not as things stand. The text is fit for the screen; `field` names the part of the form that it is about."""

    def __init__(self, sentence: str, *, field: str = "") -> None:
        super().__init__(sentence)
        self.field = field
