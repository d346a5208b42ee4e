"""One settings file for every way of running. What differs between demo, test and production is read from the environment and
checked in `borderops/kit/checks.py`."""

from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

from borderops import env

BASE_DIR = Path(__file__).resolve().parent.parent

# --- How this process runs -------------------------------------------------------------------------------------------
DEMO = env.boolean("BORDEROPS_DEMO")
DEBUG = env.boolean("BORDEROPS_DEBUG")
SECRET_KEY = env.text("BORDEROPS_SECRET_KEY")
SECRET_KEY_FALLBACKS = env.listed("BORDEROPS_SECRET_KEY_FALLBACKS")
TIME_OFFSET = env.integer("BORDEROPS_TIME_OFFSET", 0)
ALLOWED_HOSTS = env.listed("BORDEROPS_ALLOWED_HOSTS", "localhost,127.0.0.1" if DEMO else "")
PUBLIC_ORIGIN = env.text("BORDEROPS_PUBLIC_ORIGIN", "http://localhost:8000" if DEMO else "")
SECOND_FACTOR_REQUIRED = env.boolean("BORDEROPS_SECOND_FACTOR_REQUIRED", default=not DEMO)
SERVICE_NAME = env.text("BORDEROPS_SERVICE_NAME", "borderops")
PROTECTIVE_MARKING = env.text("BORDEROPS_PROTECTIVE_MARKING", "OFFICIAL-SENSITIVE")

# --- Apps: upper floors first, as in docs/floors.md ---------------------------------------------------------------------
INSTALLED_APPS = [
    "borderops.kit",
    "borderops.demo",
    "workbench",
    "assurance",
    "examinations",
    "rostering",
    "accreditation",
    "organisation",
    "audit",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.forms",
    "django_linear_migrations",
    "guardian",
    "simple_history",
    "axes",
    "csp",
    "django_structlog",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
]

MIDDLEWARE = [
    "borderops.kit.health.Health",
    "django.middleware.security.SecurityMiddleware",
    "borderops.kit.middleware.ResponseHeaders",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "borderops.kit.middleware.RequestId",
    "borderops.kit.middleware.ClientAddress",
    "borderops.kit.middleware.RequestLog",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "borderops.kit.methods.Methods",
    "django.middleware.common.CommonMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "organisation.sessions.TimeOut",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "organisation.sessions.SecondFactor",
    "borderops.kit.uploading.WholeForm",
    "organisation.doors.DoorMiddleware",
    "organisation.carry.CarryOver",
    "simple_history.middleware.HistoryRequestMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "borderops.urls"
WSGI_APPLICATION = "borderops.wsgi.application"
FORM_RENDERER = "borderops.kit.forms.Renderer"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "borderops.kit.context.page",
                "organisation.context.sender",
            ],
        },
    },
]

# --- Storage ---------------------------------------------------------------------------------------------------------------
# The service's role everywhere; the owner's only for the commands that manage.py lists, and never in a web or worker process.
AS_OWNER = env.text("BORDEROPS_DATABASE_ROLE") == "owner"
DATABASES = {
    "default": {
        **env.database(env.text("BORDEROPS_OWNER_DATABASE_URL" if AS_OWNER else "BORDEROPS_DATABASE_URL", "postgresql:///borderops")),
        "CONN_MAX_AGE": env.integer("BORDEROPS_CONNECTION_SECONDS", 60),
        "CONN_HEALTH_CHECKS": True,
    },
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# The cache holds only lockouts and rate limits, and these must work while Redis is away.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "organisation_cache"}}
REDIS_URL = env.text("BORDEROPS_REDIS_URL", "redis://localhost:6379/0")
SIMPLE_HISTORY_DATE_INDEX = "composite"
SIMPLE_HISTORY_REVERT_DISABLED = True
SIMPLE_HISTORY_ENFORCE_HISTORY_MODEL_PERMISSIONS = True
SIGNING_KEY_FILE = env.text("BORDEROPS_SIGNING_KEY_FILE")
CHECKPOINT_FILE = env.text("BORDEROPS_CHECKPOINT_FILE")

# Guardian holds grants on ports and compartments and is asked for nothing: docs/decisions/0014.
SILENCED_SYSTEM_CHECKS = ["guardian.W001"]

# --- Sign-in ---------------------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "organisation.User"
ANONYMOUS_USER_NAME = None
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher", "django.contrib.auth.hashers.PBKDF2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_ADAPTER = "organisation.adapters.AccountAdapter"
ACCOUNT_FORMS = {"change_password": "organisation.account_forms.ChangePasswordForm"}
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 900
# Wrong passwords are counted by axes below; these bound what one address, or one name from many addresses, can try at all. A whole port
# may share an address at the change of shifts.
ACCOUNT_RATE_LIMITS = {
    "login": "120/m/ip",
    "login_failed": "60/m/ip,10/5m/key",
    "reauthenticate": "10/m/user",
    "change_password": "5/m/user",
}
MFA_FORMS = {"add_webauthn": "organisation.account_forms.AddPasskeyForm"}
MFA_ADAPTER = "organisation.adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEMO
MFA_RATE_LIMITS = {"webauthn_login": "60/m/ip"}
MFA_TOTP_ISSUER = SERVICE_NAME
SOCIALACCOUNT_ADAPTER = "organisation.adapters.SingleSignOnAdapter"
SOCIALACCOUNT_ONLY = False
SOCIALACCOUNT_REQUESTS_TIMEOUT = 5
OIDC = {name: env.text(f"BORDEROPS_OIDC_{name.upper()}") for name in ("client_id", "secret", "server_url", "name", "claim")}
OIDC["claim"] = OIDC["claim"] or "preferred_username"  # the claim that holds a person's user name here
FORCE_ORIGIN = ["{0.scheme}://{0.netloc}".format(urlsplit(OIDC["server_url"]))] if OIDC["client_id"] else []
SOCIALACCOUNT_PROVIDERS = (
    {
        "openid_connect": {
            "OAUTH_PKCE_ENABLED": True,
            "APPS": [
                {
                    "provider_id": "force",
                    "name": OIDC["name"] or "Force sign-in",
                    "client_id": OIDC["client_id"],
                    "secret": OIDC["secret"],
                    "settings": {"server_url": OIDC["server_url"]},
                }
            ],
        }
    }
    if OIDC["client_id"]
    else {}
)
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_HANDLER = "axes.handlers.database.AxesDatabaseHandler"
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_CALLABLE = "organisation.lockouts.locked_out"
AXES_USERNAME_CALLABLE = "organisation.lockouts.typed_name"
AXES_CLIENT_STR_CALLABLE = "organisation.lockouts.nameless"
AXES_IPWARE_META_PRECEDENCE_ORDER = ["REMOTE_ADDR"]
AXES_RESET_ON_SUCCESS = True
AXES_DISABLE_ACCESS_LOG = True  # the ledger has every sign-in
AXES_SENSITIVE_PARAMETERS = ["username", "login", "password", "ip_address"]
AXES_ENABLE_ADMIN = False
IDLE_SECONDS = env.integer("BORDEROPS_IDLE_SECONDS", 30 * 60)
ABSOLUTE_SECONDS = env.integer("BORDEROPS_ABSOLUTE_SECONDS", 13 * 3600)
SESSION_COOKIE_AGE = ABSOLUTE_SECONDS
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "organisation.carry.csrf_failure"

# --- Transport and headers ---------------------------------------------------------------------------------------------------
SECURE = not DEMO and not DEBUG
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SESSION_COOKIE_NAME = "__Host-session" if SECURE else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if SECURE else "csrf"
SECURE_SSL_REDIRECT = SECURE
PROXIES = env.integer("BORDEROPS_PROXIES", 0 if DEMO else 1)  # of ours, in front of the service, each adding to X-Forwarded-For
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SECURE else None
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = SECURE
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_TRUSTED_ORIGINS = [PUBLIC_ORIGIN] if PUBLIC_ORIGIN else []
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'", *FORCE_ORIGIN],  # the sign-in form ends at the force's identity provider
        "frame-ancestors": ["'none'"],
        "base-uri": ["'none'"],
    },
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
FILE_UPLOAD_HANDLERS = [
    "borderops.kit.uploading.Bounded",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
# Attachments and disclosure packs, which web and worker share; a private folder outside everything that is served.
FILES_FOLDER = env.text("BORDEROPS_FILES_FOLDER", str(BASE_DIR / ".run" / "files") if DEMO or DEBUG else "")
CLAMD = env.text("BORDEROPS_CLAMD")  # unix:/path or tcp:host:port; empty: attachments stay "not scanned"

# --- Language, time, files ---------------------------------------------------------------------------------------------------
LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_TZ = True
USE_I18N = True
STATIC_URL = "/static/"
STATIC_ROOT = Path(env.text("BORDEROPS_STATIC_ROOT", str(BASE_DIR / "staticfiles")))
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage" if DEMO else "borderops.kit.storage.ContentNamed"},
}
WHITENOISE_USE_FINDERS = DEMO
EMAIL_BACKEND = env.text("BORDEROPS_EMAIL_BACKEND", "borderops.kit.mail.Backend")
EMAIL_HOST = env.text("BORDEROPS_EMAIL_HOST", "localhost")
EMAIL_PORT = env.integer("BORDEROPS_EMAIL_PORT", 25)
EMAIL_FILE_PATH = env.text("BORDEROPS_EMAIL_FOLDER")
EMAIL_HOST_USER = env.text("BORDEROPS_EMAIL_USER")
EMAIL_HOST_PASSWORD = env.text("BORDEROPS_EMAIL_PASSWORD")
EMAIL_USE_TLS = env.boolean("BORDEROPS_EMAIL_STARTTLS")
EMAIL_USE_SSL = env.boolean("BORDEROPS_EMAIL_TLS")
EMAIL_TIMEOUT = env.integer("BORDEROPS_EMAIL_SECONDS", 10)
DEFAULT_FROM_EMAIL = env.text("BORDEROPS_EMAIL_FROM", "borderops@localhost")

# --- Celery: wakes things up; what must be done is a row in PostgreSQL --------------------------------------------------------
CELERY_BROKER_URL = REDIS_URL
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 600, "socket_timeout": 5, "socket_connect_timeout": 2}
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_TIME_LIMIT = 300
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TIMEZONE = "UTC"
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
DJANGO_STRUCTLOG_CELERY_ENABLED = True
DJANGO_STRUCTLOG_TRUST_UPSTREAM_REQUEST_ID = True  # the one that kit.middleware.RequestId has put there

# --- Logs: one JSON line an event on standard output, never with personal data -------------------------------------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "borderops.kit.logs.formatter"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["console"], "level": env.text("BORDEROPS_LOG_LEVEL", "INFO")},
    "loggers": {"fontTools": {"level": "WARNING"}, "weasyprint": {"level": "ERROR"}, "axes": {"level": "WARNING"}},
}
