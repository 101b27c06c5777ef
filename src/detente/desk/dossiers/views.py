"""The list of dossiers, a new one, its settings, its codebooks, and its end."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from detente import codebooks
from detente.desk import access
from detente.desk.dossiers import books, keeping
from detente.desk.dossiers.keeping import DossierForm, SettingsForm
from detente.desk.dossiers.models import Book, Dossier
from detente.desk.words import language, say


class BookForm(forms.Form):
    """A codebook of the team's own."""

    file = forms.FileField(widget=forms.FileInput({"accept": ".toml"}))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["file"].label = say("dossiers.book.file")
        self.fields["file"].help_text = say("dossiers.book.help")

    def clean_file(self) -> Any:
        """Not larger than a codebook can be."""
        file = self.cleaned_data["file"]
        if file.size > books.LARGEST:
            raise forms.ValidationError(say("dossiers.book.too_large"))
        return file


@login_required
def dossiers(request: HttpRequest) -> HttpResponse:
    """The dossiers that one may see at work, with how much is in them and who works on them."""
    return render(request, "dossiers/list.html", {"dossiers": counted(access.visible(request.user))})


def counted(found: QuerySet[Dossier]) -> QuerySet[Dossier]:
    """Dossiers with the numbers of their reports and of their sources that wait, failed, and of published versions."""
    from detente.desk.sources.models import FAILED, READING, WAITING

    return found.annotate(
        reports=Count("sources__readings", distinct=True),
        waiting=Count("sources", filter=Q(sources__state__in=[WAITING, READING]), distinct=True),
        failed=Count("sources", filter=Q(sources__state=FAILED), distinct=True),
        published=Count("versions", distinct=True),
    ).prefetch_related("members")


@access.needs("write")
def new(request: HttpRequest) -> HttpResponse:
    """Make a dossier."""
    form = DossierForm(request.POST or None, initial={"language": language(), "members": [request.user.pk]})
    if request.method == "POST" and form.is_valid():
        return redirect("sources:sources", keeping.make(form, request.user).slug)
    return render(request, "dossiers/form.html", {"form": form})


@access.on_dossier("work")
def edit(request: HttpRequest, dossier: Dossier) -> HttpResponse:
    """Change a dossier's settings; other codebooks have it joined anew, another precision has it read anew."""
    before = keeping.Before(dossier)
    form = SettingsForm(request.POST or None, instance=dossier)
    if request.method == "POST" and form.is_valid():
        keeping.change(form, before)
        messages.success(request, say("dossiers.saved"))
        return redirect("dossiers:settings", dossier.slug)
    return _settings(request, dossier, form)


def _settings(
    request: HttpRequest, dossier: Dossier, form: SettingsForm, book: BookForm | None = None, status: int = 200
) -> HttpResponse:
    # What was typed wrong must not stand in the frame of the page as if it were kept.
    kept = Dossier.objects.get(pk=dossier.pk)
    context = {"form": form, "dossier": kept, "book": book or BookForm(), "published": kept.versions.count()}
    return render(request, "dossiers/settings.html", context, status=status)


@require_POST
@access.on_dossier("work")
def add_book(request: HttpRequest, dossier: Dossier) -> HttpResponse:
    """Take in a codebook of the team's own; it is used from now on."""
    form = BookForm(request.POST, request.FILES)
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            book = books.take_in(dossier, file.name, file.read())
        except codebooks.CodebookError as error:
            form.add_error("file", str(error))
        else:
            messages.success(request, say("dossiers.book.kept", name=book.name))
            return redirect("dossiers:settings", dossier.slug)
    return _settings(request, dossier, SettingsForm(instance=dossier), form, 422)


@require_POST
@access.on_dossier("work")
def delete_book(request: HttpRequest, dossier: Dossier, book: int) -> HttpResponse:
    """Take out a codebook of the team's own."""
    row = get_object_or_404(Book, dossier=dossier, pk=book)
    books.take_out(row, dossier)
    messages.success(request, say("dossiers.book.gone", name=row.name))
    return redirect("dossiers:settings", dossier.slug)


@access.on_dossier("work")
def delete(request: HttpRequest, dossier: Dossier) -> HttpResponse:
    """Delete a dossier for good, once its title was typed.  What is published stays, and so does its dossier."""
    if dossier.versions.exists():
        messages.error(request, say("dossiers.delete.published"))
        return redirect("dossiers:settings", dossier.slug)
    typed = request.POST.get("title", "")
    wrong = request.method == "POST" and " ".join(typed.split()) != " ".join(dossier.title.split())
    if request.method == "POST" and not wrong:
        title = dossier.title
        with transaction.atomic():
            dossier.delete()
        messages.success(request, say("dossiers.delete.done", title=title))
        return redirect("dossiers:list")
    context = {"dossier": dossier, "wrong": wrong, "typed": typed, "reports": dossier.sources.count()}
    return render(request, "dossiers/delete.html", context, status=422 if wrong else 200)
