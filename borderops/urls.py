"""The address book: each app's own list, under its own word. Every address here has its line in
tests/walk/addresses.py."""

from django.urls import include, path

urlpatterns = [
    path("", include("borderops.kit.urls")),
    path("", include("workbench.urls")),
    path("", include("organisation.account_urls")),
    path("people/", include("organisation.urls")),
    path("accreditation/", include("accreditation.urls")),
    path("rostering/", include("rostering.urls")),
    path("examinations/", include("examinations.urls")),
    path("", include("examinations.law_urls")),
    path("quality-assurance/", include("assurance.urls")),
]
handler400 = "borderops.kit.errors.bad_request"
handler403 = "borderops.kit.errors.forbidden"
handler404 = "borderops.kit.errors.not_found"
handler500 = "borderops.kit.errors.server_error"
