"""What the templates need of this floor: the token by which a form is known to be its sender's."""

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from organisation import carry
from organisation.models import User


def sender(request: HttpRequest) -> dict[str, object]:
    """`sender`, empty for somebody who is not signed in. Worked out only where a form asks for it."""
    user = getattr(request, "user", None)
    return {"sender": SimpleLazyObject(lambda: carry.sender_token(user)) if isinstance(user, User) else ""}
