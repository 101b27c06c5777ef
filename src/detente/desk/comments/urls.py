from django.http import HttpResponse
from django.urls import path

app_name = "comments"
urlpatterns = [
    path("moderation/", lambda request, **o: HttpResponse(""), name="queue"),
    path("policy/", lambda request, **o: HttpResponse(""), name="policy"),
]
