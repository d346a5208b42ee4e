"""The service's own settings, with two empty pages added to its addresses: the floor that real pages are measured against."""

from borderops.settings import *  # noqa: F403

ROOT_URLCONF = "bench.urls"
