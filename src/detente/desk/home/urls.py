from django.urls import path

from detente.desk.home import views

app_name = "home"
urlpatterns = [
    path("", views.home, name="home"),
    path("language/", views.set_language, name="language"),
    path("settings/", views.site_settings, name="settings"),
    path("health/", views.health, name="health"),
]
