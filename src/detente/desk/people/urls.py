from django.contrib.auth import views as auth
from django.urls import path

from detente.desk.people import account, joining, views

app_name = "people"
urlpatterns = [
    path("first-run/", views.first_run, name="first_run"),
    path("login/", views.LogIn.as_view(), name="login"),
    path("logout/", auth.LogoutView.as_view(), name="logout"),
    path("register/", joining.register, name="register"),
    path("register/sent/", joining.registered, name="registered"),
    path("join/<str:token>/", joining.join, name="join"),
    path("reset/", joining.Reset.as_view(), name="reset"),
    path("reset/sent/", joining.reset_sent, name="reset_sent"),
    path("reset/<str:uidb64>/<str:token>/", joining.ResetConfirm.as_view(), name="reset_confirm"),
    path("account/", account.account, name="account"),
    path("account/address/", account.address, name="change_address"),
    path("account/password/", account.Password.as_view(), name="password"),
    path("account/tokens/", account.tokens, name="tokens"),
    path("account/tokens/<int:number>/revoke/", account.revoke, name="revoke"),
    path("address/<str:key>/", account.confirm_address, name="address"),
    path("", views.people, name="list"),
    path("invite/", views.invite, name="invite"),
    path("invitations/<int:number>/withdraw/", views.withdraw, name="withdraw"),
    path("<int:number>/", views.person, name="person"),
]
