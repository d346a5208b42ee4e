"""The package's forms for one's own account, with labels as everywhere else in the service."""

from typing import Any

from allauth.account.forms import ChangePasswordForm as PackagedPasswordForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm

LABELS = {"oldpassword": "Current password", "password1": "New password", "password2": "New password again"}


class ChangePasswordForm(PackagedPasswordForm):
    """The current password and the new one twice."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label in LABELS.items():
            self.fields[name].label = label


class AddPasskeyForm(AddWebAuthnForm):
    """The name of a passkey, and whether it replaces the password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["passwordless"].label = "Sign in with this alone, without a password"
        self.fields["passwordless"].help_text = "It then asks for your fingerprint, face or PIN each time."
