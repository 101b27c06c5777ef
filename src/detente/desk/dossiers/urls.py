from django.urls import path, register_converter

from detente.desk.dossiers import exporting, keys, searching, sections, views

register_converter(keys.Key, "key")
app_name = "dossiers"
urlpatterns = [
    path("", views.dossiers, name="list"),
    path("new/", views.new, name="new"),
    path("search/", searching.in_all, name="search_all"),
    path("<slug:slug>/", sections.dossier, name="dossier"),
    path("<slug:slug>/settings/", views.edit, name="settings"),
    path("<slug:slug>/delete/", views.delete, name="delete"),
    path("<slug:slug>/codebook/", views.add_book, name="add_book"),
    path("<slug:slug>/codebook/<int:book>/delete/", views.delete_book, name="delete_book"),
    path("<slug:slug>/see/<slug:section>/", sections.section, name="section"),
    path("<slug:slug>/cell/<key:party>/<key:issue>/", sections.cell, name="cell"),
    path("<slug:slug>/search/", searching.in_one, name="search"),
    path("<slug:slug>/export.<slug:format>", exporting.export, name="export"),
    path("<slug:slug>/table/<slug:name>.<slug:format>", exporting.one_table, name="table"),
    path("<slug:slug>/brief-<slug:language>.html", exporting.brief, name="brief"),
]
