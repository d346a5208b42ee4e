"""Addresses of this app. They hold keys, never names or numbers."""

from django.urls import URLPattern, path

from rostering import views

app_name = "rostering"
urlpatterns: list[URLPattern] = [
    path("", views.duties, name="duties"),
    path("enter/", views.enter_one, name="enter"),
    path("people/<uuid:pk>/", views.person, name="person"),
    path("<uuid:pk>/cancel/", views.cancel, name="cancel"),
]
