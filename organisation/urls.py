"""Addresses of this app. They hold keys, never names or numbers."""

from django.urls import URLPattern, path

from organisation.views import account, people, postings

app_name = "organisation"
urlpatterns: list[URLPattern] = [
    path("", people.people, name="people"),
    path("find/", people.find, name="find"),
    path("new/", people.create, name="create"),
    path("proposals/", postings.proposals, name="proposals"),
    path("postings/<uuid:pk>/decide/", postings.decide, name="decide"),
    path("postings/<uuid:pk>/end/", postings.end, name="end_posting"),
    path("<uuid:pk>/", people.person, name="person"),
    path("<uuid:pk>/edit/", people.edit, name="edit"),
    path("<uuid:pk>/post/", postings.propose, name="propose"),
    path("<uuid:pk>/password/", account.password, name="password"),
    *(path(f"<uuid:pk>/{act}/", account.account_act, {"act": act}, name=act.replace("-", "_")) for act in account.ACTS),
]
