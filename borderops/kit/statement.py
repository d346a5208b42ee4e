"""The accessibility statement, which anybody may read without signing in."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from borderops.kit.methods import require_GET


@require_GET
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "kit/accessibility.html")


accessibility.verb = "public"  # type: ignore[attr-defined]  # what the door reads
