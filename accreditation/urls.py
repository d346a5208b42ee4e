"""Addresses of this app. They hold keys, never names or numbers."""

from django.urls import URLPattern, path

from accreditation import views

app_name = "accreditation"
urlpatterns: list[URLPattern] = [
    path("people/<uuid:pk>/", views.person, name="person"),
    path("people/<uuid:pk>/enter/", views.enter_one, name="enter"),
    path("people/<uuid:pk>/withdraw/<slug:requirement>/", views.withdraw, name="withdraw"),
]
