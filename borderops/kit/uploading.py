"""How files come in: each is cut off at its limit while it still arrives, so that no upload fills the disk, and a whole form has arrived
before a transaction is opened, so that a slow line holds nothing."""

from collections.abc import Callable
from contextlib import suppress
from typing import Any

from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest
from django.http.request import UnreadablePostError
from django.http.response import HttpResponseBase

from borderops.kit.contents import MOST_BYTES, clean_name

DROPPED = "files_too_large"


class Bounded(FileUploadHandler):
    """Stands before Django's own handlers and lets a file through up to its limit; what is larger is read off the line and dropped.
    The names of what was dropped are told by `files_too_large`."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.received = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        self.received += len(raw_data)
        if self.received > MOST_BYTES:
            setattr(self.request, DROPPED, [*files_too_large(self.request), clean_name(self.file_name or "")])
            raise SkipFile
        return raw_data

    def file_complete(self, file_size: int) -> None:
        return None


def files_too_large(request: Any) -> list[str]:
    """The names of the files of this form that were larger than is taken."""
    return list(getattr(request, DROPPED, ()))


class WholeForm:
    """Takes in a form with files before the door opens its transaction."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.method == "POST" and request.content_type == "multipart/form-data":
            with suppress(UnreadablePostError):  # the sender has gone
                len(request.POST)
        return self.get_response(request)
