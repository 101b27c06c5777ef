from django.contrib.auth import views as auth
from django.urls import path

from detente.desk.people import views

app_name = "people"
urlpatterns = [
    path("first-run/", views.first_run, name="first_run"),
    path("login/", views.LogIn.as_view(), name="login"),
    path("logout/", auth.LogoutView.as_view(), name="logout"),
    path("account/", views.account, name="account"),
    path("", views.people, name="list"),
]
