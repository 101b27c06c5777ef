"""A dossier's reports: adding, following, reading them."""

from django.http import HttpRequest, HttpResponse

from detente.desk import access
from detente.desk.dossiers.models import Dossier


@access.on_dossier("see")
def sources(request: HttpRequest, dossier: Dossier) -> HttpResponse:
    return HttpResponse(f"{dossier.sources.count()}")


@access.on_dossier("see")
def texts(request: HttpRequest, dossier: Dossier) -> HttpResponse:
    return HttpResponse(f"{dossier.sources.count()}")
