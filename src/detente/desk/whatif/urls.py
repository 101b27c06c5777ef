from django.urls import path

from detente.desk.whatif import scenarios, views

app_name = "whatif"
urlpatterns = [
    path("<slug:slug>/what-if/", views.table, name="table"),
    path("<slug:slug>/what-if/chances/", views.chances, name="chances"),
    path("<slug:slug>/what-if/basis/", views.basis, name="basis"),
    path("<slug:slug>/what-if/save/", scenarios.save, name="save"),
    path("<slug:slug>/what-if/compare/", scenarios.compare, name="compare"),
    path("<slug:slug>/what-if/s/<slug:key>/", views.scenario, name="scenario"),
    path("<slug:slug>/what-if/s/<slug:key>/edit/", scenarios.edit, name="edit"),
    path("<slug:slug>/what-if/s/<slug:key>/delete/", scenarios.delete, name="delete"),
]
