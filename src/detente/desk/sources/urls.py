from django.urls import path

from detente.desk.sources import giving, texts, views

app_name = "sources"
urlpatterns = [
    path("<slug:slug>/sources/", views.sources, name="sources"),
    path("<slug:slug>/sources/files/", giving.give_files, name="give_files"),
    path("<slug:slug>/sources/text/", giving.give_text, name="give_text"),
    path("<slug:slug>/sources/address/", giving.give_address, name="give_address"),
    path("<slug:slug>/sources/feed/", giving.give_feed, name="give_feed"),
    path("<slug:slug>/sources/<int:pk>/again/", views.again, name="again"),
    path("<slug:slug>/sources/<int:pk>/remove/", views.remove, name="remove"),
    path("<slug:slug>/feeds/<int:pk>/poll/", views.poll, name="poll"),
    path("<slug:slug>/feeds/<int:pk>/pause/", views.pause, name="pause"),
    path("<slug:slug>/feeds/<int:pk>/remove/", views.unfollow, name="unfollow"),
    path("<slug:slug>/texts/", texts.texts, name="texts"),
    path("<slug:slug>/texts/<path:report>/", texts.text, name="text"),
]
