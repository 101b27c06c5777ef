from django.urls import path

from detente.desk.subscriptions import views

app_name = "subscriptions"
urlpatterns = [
    path("subscribe/", views.subscribe, name="subscribe"),
    path("subscribe/asked/", views.asked, name="asked"),
    path("subscribe/confirm/<str:secret>/", views.confirm, name="confirm"),
    path("subscriptions/<str:secret>/", views.manage, name="manage"),
    path("unsubscribe/", views.ended, name="ended"),
    path("unsubscribe/<str:token>/", views.unsubscribe, name="unsubscribe"),
    path("mails/", views.mails, name="mails"),
    path("mails/<int:number>/retry/", views.retry, name="retry"),
]
