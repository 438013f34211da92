from django.apps import AppConfig


class KinapseConfig(AppConfig):
    name = "kinapse"
    verbose_name = "Kinapse"
