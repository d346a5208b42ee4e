"""The package's forms for one's own account, with labels as everywhere else in the service."""

from typing import Any

from allauth.account.forms import ChangePasswordForm as PackagedForm

LABELS = {"oldpassword": "Current password", "password1": "New password", "password2": "New password again"}


class ChangePasswordForm(PackagedForm):
    """The current password and the new one twice."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label in LABELS.items():
            self.fields[name].label = label
