from django.http import HttpResponse
from django.urls import path

app_name = "whatif"
urlpatterns = [
    path("<slug:slug>/what-if/", lambda request, **o: HttpResponse(""), name="table"),
]
