from django.apps import AppConfig


class Config(AppConfig):
    """The app of this folder."""

    name = "detente.desk.publishing"
    label = "publishing"
