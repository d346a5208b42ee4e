"""Static files under names made of their contents, so that a browser may keep them for ever and never mixes two versions of a page."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class ContentNamed(CompressedManifestStaticFilesStorage):
    """Also renames what one script imports from another."""

    support_js_module_import_aggregation = True
