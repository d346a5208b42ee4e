from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "borderops.demo"
    label = "demo"
