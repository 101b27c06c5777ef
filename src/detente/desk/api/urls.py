from django.http import HttpResponse
from django.urls import path

app_name = "api"
urlpatterns = [
    path("", lambda request, **o: HttpResponse(""), name="root"),
]
