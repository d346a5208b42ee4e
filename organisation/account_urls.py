"""Every address of signing in. The packages' own lists would also open signing up, e-mail addresses and resetting a password by e-mail, so
what exists is named one by one, each with what it needs."""

from typing import Any

from allauth.account import views as account
from allauth.mfa.base import views as factors
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as passkeys
from allauth.socialaccount.providers.openid_connect import views as force
from django.conf import settings
from django.urls import URLPattern, path

from organisation import account_views as own
from organisation.doors import public, signed_in

OPEN: list[tuple[str, Any, str]] = [
    ("login/", account.login, "account_login"),
    ("2fa/authenticate/", own.begins_anew(factors.authenticate), "mfa_authenticate"),
    ("2fa/webauthn/login/", passkeys.login_webauthn, "mfa_login_webauthn"),
]
# Present only where a force's identity provider is configured.
FORCE: list[tuple[str, Any, str]] = [
    ("oidc/<str:provider_id>/login/", own.reaching_the_force(force.login), "openid_connect_login"),
    ("oidc/<str:provider_id>/login/callback/", own.reaching_the_force(force.callback), "openid_connect_callback"),
]
OWN: list[tuple[str, Any, str]] = [
    ("reauthenticate/", account.reauthenticate, "account_reauthenticate"),
    ("password/change/", account.password_change, "account_change_password"),
    ("2fa/", factors.index, "mfa_index"),
    ("2fa/reauthenticate/", factors.reauthenticate, "mfa_reauthenticate"),
    ("2fa/totp/activate/", totp.activate_totp, "mfa_activate_totp"),
    ("2fa/totp/deactivate/", totp.deactivate_totp, "mfa_deactivate_totp"),
    ("2fa/recovery-codes/", recovery.view_recovery_codes, "mfa_view_recovery_codes"),
    ("2fa/recovery-codes/generate/", recovery.generate_recovery_codes, "mfa_generate_recovery_codes"),
    ("2fa/recovery-codes/download/", recovery.download_recovery_codes, "mfa_download_recovery_codes"),
    ("2fa/webauthn/", passkeys.list_webauthn, "mfa_list_webauthn"),
    ("2fa/webauthn/add/", passkeys.add_webauthn, "mfa_add_webauthn"),
    ("2fa/webauthn/reauthenticate/", passkeys.reauthenticate_webauthn, "mfa_reauthenticate_webauthn"),
    ("2fa/webauthn/keys/<int:pk>/remove/", passkeys.remove_webauthn, "mfa_remove_webauthn"),
    ("2fa/webauthn/keys/<int:pk>/edit/", passkeys.edit_webauthn, "mfa_edit_webauthn"),
]

urlpatterns: list[URLPattern] = [
    *(
        path(f"account/{where}", public(view), name=name)
        for where, view, name in (OPEN + (FORCE if settings.SOCIALACCOUNT_PROVIDERS else []))
    ),
    *(path(f"account/{where}", signed_in(view), name=name) for where, view, name in OWN),
    path("account/logout/", public(own.SignOut.as_view()), name="account_logout"),
    path("account/sessions/", own.own_sessions, name="usersessions_list"),
    path("account/preferences/", own.preferences, name="preferences"),
    path("account/keep-alive/", own.keep_alive, name="keep_alive"),
    path("account/carried/<uuid:form_id>/", own.carried, name="carried"),
    path("drafts/<str:form>/<uuid:thing_id>/", own.save_draft, name="save_draft"),
    path("drafts/<str:form>/<uuid:thing_id>/discard/", own.discard_draft, name="discard_draft"),
]
