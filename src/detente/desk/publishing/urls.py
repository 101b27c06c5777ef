from django.http import HttpResponse
from django.urls import path

app_name = "publishing"
urlpatterns = [
    path("d/<slug:slug>/", lambda request, **o: HttpResponse(""), name="dossier"),
    path("feeds/", lambda request, **o: HttpResponse(""), name="feeds"),
    path("desk/<slug:slug>/publish/", lambda request, **o: HttpResponse(""), name="publish"),
]
