from django.urls import path

from detente.desk.comments import moderation, views

app_name = "comments"
urlpatterns = [
    path("d/<slug:slug>/comments/", views.comments, name="fragment"),
    path("policy/", views.policy_page, name="policy"),
    path("moderation/", moderation.queue, name="queue"),
    path("moderation/<int:number>/", moderation.decide, name="decide"),
    path("moderation/<int:number>/erase/", moderation.erase, name="erase"),
    path("moderation/d/<slug:slug>/", moderation.discussion, name="discussion"),
    path("moderation/log/", moderation.log, name="log"),
    path("moderation/log.csv", moderation.log_csv, name="log_csv"),
]
