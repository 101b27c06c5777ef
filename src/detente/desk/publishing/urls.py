from django.urls import path, re_path

from detente.desk.publishing import views

app_name = "publishing"
urlpatterns = [
    path("d/<slug:slug>/", views.latest, name="dossier"),
    path("d/<slug:slug>/v/<int:number>/", views.version, name="version"),
    path("d/<slug:slug>/v/<int:number>/export.<slug:format>", views.export, name="export"),
    path("d/<slug:slug>/versions/", views.versions, name="versions"),
    re_path(r"^d/(?P<slug>[-\w]+)/feed\.(?P<kind>atom|rss)$", views.dossier_feed, name="dossier_feed"),
    re_path(r"^feed\.(?P<kind>atom|rss)$", views.feed, name="feed"),
    path("feeds/", views.feeds, name="feeds"),
    path("sitemap.xml", views.sitemap, name="sitemap"),
    path("robots.txt", views.robots, name="robots"),
    path("desk/<slug:slug>/publish/", views.publish, name="publish"),
    path("desk/<slug:slug>/publish/preview/", views.preview, name="preview"),
]
