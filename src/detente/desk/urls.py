"""The addresses of the desk: `/` and `/d/` are public, `/desk/` is where one works, `/api/v1/` is for programs."""

from django.urls import include, path

handler400 = "detente.desk.home.views.bad_request"
handler403 = "detente.desk.home.views.forbidden"
handler404 = "detente.desk.home.views.not_found"
handler500 = "detente.desk.home.views.broken"

urlpatterns = [
    path("", include("detente.desk.home.urls")),
    path("", include("detente.desk.publishing.urls")),
    path("", include("detente.desk.subscriptions.urls")),
    path("", include("detente.desk.comments.urls")),
    path("people/", include("detente.desk.people.urls")),
    path("desk/", include("detente.desk.dossiers.urls")),
    path("desk/", include("detente.desk.sources.urls")),
    path("desk/", include("detente.desk.review.urls")),
    path("desk/", include("detente.desk.whatif.urls")),
    path("api/v1/", include("detente.desk.api.urls")),
]
