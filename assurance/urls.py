"""Addresses of this app."""

from django.urls import URLPattern

app_name = "assurance"
urlpatterns: list[URLPattern] = []
