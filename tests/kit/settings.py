"""The gallery alone, without database, sessions or door: what the browser tests of the interface's own parts are served from."""

from borderops.settings import *  # noqa: F403

DEMO = True
MIDDLEWARE = [
    "borderops.kit.middleware.ResponseHeaders",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "borderops.kit.middleware.RequestId",
    "django.middleware.csrf.CsrfViewMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]
DATABASES = {}
TEMPLATES[0]["OPTIONS"]["context_processors"] = [  # type: ignore[index]  # noqa: F405
    "django.template.context_processors.request",
    "borderops.kit.context.page",
]
ROOT_URLCONF = "tests.kit.urls"
STORAGES = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WHITENOISE_USE_FINDERS = True
