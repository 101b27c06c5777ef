from django.apps import AppConfig


class Config(AppConfig):
    """The app of this folder."""

    name = "detente.desk.people"
    label = "people"
