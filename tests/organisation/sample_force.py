"""The address book as it is where a force's identity provider is configured."""

from django.urls import include, path

from organisation.account_urls import FORCE
from organisation.doors import public

urlpatterns = [
    path("", include("tests.organisation.sample")),
    *(path(f"account/{where}", public(view), name=name) for where, view, name in FORCE),
]
