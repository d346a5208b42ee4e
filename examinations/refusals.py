"""What the service declines to record or to do about an examination: the house's one base, under the name that this app's rooms use."""

from organisation.refusals import Refusal

__all__ = ["Refusal"]
