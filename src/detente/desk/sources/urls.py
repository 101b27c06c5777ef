from django.urls import path

from detente.desk.sources import views

app_name = "sources"
urlpatterns = [
    path("<slug:slug>/sources/", views.sources, name="sources"),
    path("<slug:slug>/texts/", views.texts, name="texts"),
]
