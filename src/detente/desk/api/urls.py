from django.urls import path, re_path

from detente.desk.api.api import api, in_json, nothing

app_name = "api"
urlpatterns = [
    *(in_json(pattern) for pattern in api.urls[0] if pattern.name != "api-root"),
    path("", nothing, name="api-root"),
    re_path("", nothing, name="nothing"),
]
