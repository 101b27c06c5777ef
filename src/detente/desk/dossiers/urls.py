from django.urls import path

from detente.desk.dossiers import views

app_name = "dossiers"
urlpatterns = [
    path("", views.dossiers, name="list"),
    path("new/", views.new, name="new"),
    path("<slug:slug>/", views.dossier, name="dossier"),
    path("<slug:slug>/settings/", views.edit, name="settings"),
    path("<slug:slug>/see/<slug:section>/", views.section, name="section"),
]
