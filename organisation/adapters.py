"""How django-allauth is fitted to this house: nobody signs up, nobody is told which names exist, every sign-in has a line in the ledger,
and a force's own identity provider leads only to a person who is already here."""

import hashlib
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from allauth.socialaccount.providers.base.constants import AuthProcess
from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

import audit.actions as ledger
from audit.context import arriving
from borderops.kit.clock import now
from organisation import carry, sessions
from organisation.doors import origin_of
from organisation.models import User
from organisation.notices import raise_notice
from organisation.passwords import strengthen, vouched
from organisation.policy import Actor
from organisation.sealing import seal, unseal

SECRETS = "second-factor secrets"
CHANGES = {
    "password_changed": "Your password was changed.",
    "totp_activated": "An authenticator app was added to your account.",
    "totp_deactivated": "The authenticator app was removed from your account.",
    "webauthn_added": "A passkey or security key was added to your account.",
    "webauthn_removed": "A passkey or security key was removed from your account.",
    "recovery_codes_generated": "New recovery codes were made for your account.",
}
NOT_LINKED = "That sign-in belongs to nobody here. Ask your administrator to give your account the name that your force's sign-in uses."
NOT_DONE = "Your force's sign-in was not completed. Try it again, or sign in with your password or a passkey."


def record(request: HttpRequest, user: User | None, verb: str, **facts: Any) -> None:
    """One line in the ledger, put down to the person whom the sign-in is about rather than to nobody."""
    with transaction.atomic(), arriving(origin_of(request, Actor(user=user))):
        ledger.record(verb, **facts)


class AccountAdapter(DefaultAccountAdapter):
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": "Check the user name and the password: together they are not right.",
        "too_many_login_attempts": "There have been too many wrong tries for this name. Wait five minutes, or sign in with a passkey.",
        "incorrect_password": "That is not your password.",
        "enter_current_password": "That is not your present password.",
        "rate_limited": "That was too often in a short time. Wait a minute and try again.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def authenticate(self, request: HttpRequest, **credentials: Any) -> User | None:
        """The person, if name and password are right and the account is in use; a deactivated one gets the answer of a wrong password."""
        user = super().authenticate(request, **credentials)
        if not isinstance(user, User) or not user.is_active:
            return None
        strengthen(user, credentials["password"])
        return user

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """A digest of the name, because people type their password into the wrong box."""
        typed = str(credentials.get("username", "")).strip().lower()
        name = hashlib.sha256(f"{settings.SECRET_KEY} {typed}".encode()).hexdigest()[:16]
        record(request, None, "account.refused", outcome="DENY", detail={"name_digest": name})

    def respond_user_inactive(self, request: HttpRequest, user: Any) -> HttpResponse:
        """A passkey or the force's sign-in of somebody deactivated: back to the sign-in page, with no more said than to anybody."""
        messages.error(request, "That sign-in is not accepted here. Ask your administrator.")
        return redirect("account_login")

    def post_login(self, request: HttpRequest, user: Any, **hooks: Any) -> HttpResponse:
        """Start the clocks of the sign-in, and go on with what was typed before it if something waits."""
        sessions.begin(request, now())
        response = super().post_login(request, user, **hooks)
        methods = [str(step.get("type") or step.get("method")) for step in request.session.get("account_authentication_methods", ())]
        record(request, user, "account.signed_in", detail={"with": methods})
        waiting = carry.waiting_for(user, now())
        if waiting:
            return redirect("carried", waiting)
        # The sign-in page that a colleague's late form led to: theirs waits for them, and this person begins at the beginning.
        return redirect("/") if carry.leads_to_a_carried_form(response["Location"]) else response

    def logout(self, request: HttpRequest) -> None:
        if isinstance(request.user, User):
            record(request, request.user, "account.signed_out")
        super().logout(request)

    def set_password(self, user: Any, password: str) -> None:
        """Save the person's own new password: history and ledger agree, and one given by an administrator has been replaced."""
        user.set_password(password)
        user.must_change_password = False
        user.save()
        ledger.record("account.password_changed", user, digests=vouched(user))

    def is_reauthentication_required(self, *, app: str, **facts: Any) -> bool:
        """Not within a quarter of an hour of signing in: who has just proved who they are is not asked again."""
        since = now().timestamp() - int(self.request.session.get(sessions.SIGNED_IN, 0))
        return since > settings.ACCOUNT_REAUTHENTICATION_TIMEOUT and super().is_reauthentication_required(app=app, **facts)

    def send_notification_mail(self, template_prefix: str, user: Any, context: Any = None, email: str | None = None) -> None:
        """The packages' own hook for "something about your sign-in has changed": a line in the ledger and a notice to the person.

        The packages call it when the change is committed, so the two are a transaction of their own.
        """
        what = template_prefix.rpartition("/")[2]
        if what not in CHANGES:
            return
        at = now()
        with transaction.atomic():
            ledger.record("account.changed", detail={"what": what})
            raise_notice(
                recipient=user.pk,
                key=f"account:{what}:{at.isoformat()}",
                text=f"{CHANGES[what]} If it was not you, ring your administrator now.",
                link=reverse("mfa_index"),
                at=at,
                mailed=True,
            )
        sessions.forget_factor(self.request)


class SecondFactorAdapter(DefaultMFAAdapter):
    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": "That code or key is not right. Codes change every 30 seconds: use the one shown now.",
        "cannot_delete_authenticator": "This is your only second factor. Add another one before you take it away.",
    }

    def encrypt(self, text: str) -> str:
        return seal(text.encode(), purpose=SECRETS).hex()

    def decrypt(self, encrypted_text: str) -> str:
        return unseal(bytes.fromhex(encrypted_text), purpose=SECRETS).decode()

    def get_totp_label(self, user: Any) -> str:
        """The user name: an authenticator app shows it, and it is no address."""
        return str(user.username)

    def generate_authenticator_name(self, user: Any, type: Authenticator.Type) -> str:
        """What a passkey is called until its owner names it."""
        number = Authenticator.objects.filter(user_id=user.pk, type=type).count() + 1
        return "Passkey" if number == 1 else f"Passkey {number}"

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Not the last one, where a second factor is required. Recovery codes are no factor of their own."""
        if not settings.SECOND_FACTOR_REQUIRED or authenticator.type == Authenticator.Type.RECOVERY_CODES:
            return True
        others = Authenticator.objects.filter(user_id=authenticator.user_id).exclude(pk=authenticator.pk)
        return others.exclude(type=Authenticator.Type.RECOVERY_CODES).exists()

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return {**super().get_public_key_credential_rp_entity(), "name": settings.SERVICE_NAME}

    def get_public_key_credential_user_entity(self, user: Any) -> dict[str, Any]:
        """What a passkey keeps: the user name alone."""
        return {**super().get_public_key_credential_user_entity(user), "display_name": user.username, "name": user.username}


class SingleSignOnAdapter(DefaultSocialAccountAdapter):
    """The force's identity provider says who somebody is; whether they are anybody here was decided by an administrator beforehand."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        return False

    def can_authenticate_by_email(self, login: SocialLogin, email: str) -> bool:
        """Never: an address can be changed by its holder and given to somebody else."""
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Let in an account linked before, else link it to the active person whose user name the provider's agreed claim holds."""
        if sociallogin.state.get("process") not in {None, AuthProcess.LOGIN}:
            raise ImmediateHttpResponse(self.refuse(request, NOT_LINKED))
        account = sociallogin.account
        claims = {**account.extra_data.get("userinfo", {}), **account.extra_data.get("id_token", {})}
        account.extra_data = {}  # names and addresses from outside are not kept
        if account.pk:
            account.save(update_fields=["extra_data"])
            return
        named = str(claims.get(settings.OIDC["claim"]) or "")
        user = User.objects.filter(username__iexact=named, is_active=True).first() if named else None
        if user is None or user.socialaccount_set.exists():
            raise ImmediateHttpResponse(self.refuse(request, NOT_LINKED))
        account.user = sociallogin.user = user
        account.save()
        record(request, user, "account.linked", detail={"provider": account.provider})

    def on_authentication_error(self, request: HttpRequest, provider: Any, *facts: Any, **more: Any) -> None:
        """The provider was not reached, refused, or the person turned back: to the sign-in page, where the other ways are."""
        raise ImmediateHttpResponse(self.refuse(request, NOT_DONE))

    def refuse(self, request: HttpRequest, words: str) -> HttpResponse:
        record(request, None, "account.refused", outcome="DENY", detail={"with": ["socialaccount"]})
        messages.error(request, words)
        return redirect("account_login")
