"""Addresses of the workbench."""

from django.urls import path

from workbench import views

app_name = "workbench"
urlpatterns = [
    path("", views.home, name="home"),
    path("my-records/", views.my_records, name="my-records"),
    path("find/", views.find, name="find"),
    path("notices/", views.notices, name="notices"),
    path("notices/read-all/", views.read_all_notices, name="read-all-notices"),
    path("notices/<uuid:pk>/", views.read_notice, name="read-notice"),
    path("region/", views.dashboard, name="dashboard"),
    path("ledger/", views.ledger_page, name="ledger"),
    path("ledger/rows/<uuid:pk>/", views.row_found, name="row-found"),
]
