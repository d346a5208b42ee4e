"""The one base of everything that the service declines to record or to do about an examination. Pure, so that every room can raise it."""


class Refusal(Exception):
    """Cannot be, or may not be asked for. The text is fit for the screen; `field` names the part of the form that it is about."""

    def __init__(self, sentence: str, *, field: str = "") -> None:
        super().__init__(sentence)
        self.field = field
