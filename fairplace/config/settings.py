"""The one settings module: every switch comes from the environment, set by our launcher or the host's unit file."""

from __future__ import annotations

import json
import os
from base64 import b64decode
from datetime import timedelta
from pathlib import Path

import dj_database_url
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

PACKAGE = Path(__file__).resolve().parent.parent


def _switch(name: str) -> bool:
    return os.environ.get(name, "").lower() in {"1", "true", "yes", "on"}


DEMO = _switch("FAIRPLACE_DEMO")
DEBUG = False
DATA = Path(os.environ.get("FAIRPLACE_DATA", ".data")).resolve()

# A build step (assets, type checks, migrations --check) needs no secret; whatever serves or works does,
# and a missing one is found by the system check of fairplace.web.page before a page is served.
SECRET_KEY = os.environ.get("FAIRPLACE_SECRET_KEY", "") or "not-for-serving"
FAIRPLACE_LOG_SEED = b64decode(os.environ.get("FAIRPLACE_LOG_SEED", ""))  # signs the log and seals papers
FAIRPLACE_LOG_NAME = os.environ.get("FAIRPLACE_LOG_NAME", "")  # once chosen it stays: every witness knows it
FAIRPLACE_KEYRING: dict[int, bytes] = {
    int(version): b64decode(key) for version, key in json.loads(os.environ.get("FAIRPLACE_KEYRING", "{}")).items()
}
_KEYRING_FILE = os.environ.get("FAIRPLACE_KEYRING_FILE")
FAIRPLACE_KEYRING_FILE = Path(_KEYRING_FILE) if _KEYRING_FILE else None  # keys that are added while we run
ALLOWED_HOSTS = os.environ.get("FAIRPLACE_HOSTS", "127.0.0.1,localhost,[::1]").split(",")
PUBLIC_ADDRESS = os.environ.get("FAIRPLACE_PUBLIC_ADDRESS", "http://127.0.0.1:8000").rstrip("/")
SECURE = PUBLIC_ADDRESS.startswith("https://")
if not (SECURE or DEMO or PUBLIC_ADDRESS.startswith(("http://127.0.0.1", "http://localhost"))):
    raise ImproperlyConfigured("FAIRPLACE_PUBLIC_ADDRESS must start with https:// outside the demo.")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "procrastinate.contrib.django",
    "fairplace.govuk",
    "fairplace.foundations.audit",
    "fairplace.foundations.encryption",
    "fairplace.foundations.messages",
    "fairplace.foundations.documents",
    "fairplace.foundations.background",
    "fairplace.foundations.geography",
    "fairplace.dps.organisations",
    "fairplace.dps.market",
    "fairplace.dps.qualification",
    "fairplace.dps.referrals",
    "fairplace.dps.competitions",
    "fairplace.dps.placements",
    "fairplace.dps.transparency",
    "fairplace.dps.custody",
    "fairplace.web",
    "fairplace.web.signing_in",
    "fairplace.demo",
]

MIDDLEWARE = [
    "fairplace.web.page.forgetting.forget",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "fairplace.web.page.size_limit.size_limit",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]

ROOT_URLCONF = "fairplace.config.urls"
WSGI_APPLICATION = "fairplace.config.wsgi.application"

TEMPLATES = [
    {
        "NAME": "pages",
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [PACKAGE],
        "APP_DIRS": False,
        "OPTIONS": {
            "environment": "fairplace.config.jinja.environment",
            "context_processors": ["fairplace.web.page.context.furniture"],
        },
    },
    {
        # allauth looks its own e-mail texts up here; no page is rendered by this engine.
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
    },
]
FORM_RENDERER = "fairplace.govuk.rendering.Renderer"

DATABASES = {
    "default": dj_database_url.parse(
        os.environ.get("DATABASE_URL", "postgres:///fairplace"),
        conn_max_age=int(os.environ.get("FAIRPLACE_CONNECTION_AGE", "300")),
        conn_health_checks=True,
    )
}
_OPTIONS = DATABASES["default"].setdefault("OPTIONS", {})
if _switch("FAIRPLACE_SERVES_PAGES"):  # set by wsgi.py; jobs, commands and migrations may wait
    # What waits for long gives up (503), so that one held lock or slow statement cannot take every thread; a process
    # that hangs in the middle of a transaction loses what it holds.
    _OPTIONS.setdefault("connect_timeout", 5)
    _OPTIONS.setdefault(
        "options", "-c lock_timeout=5s -c statement_timeout=30s -c idle_in_transaction_session_timeout=60s"
    )
else:
    _OPTIONS.setdefault("connect_timeout", 30)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    # Shared by all web processes: sign-in rate limits must be counted once.
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "rate_limits"}
}

# The address is unique in lower case, by a constraint on an expression, which this check cannot see.
SILENCED_SYSTEM_CHECKS = ["auth.W004"]
AUTH_USER_MODEL = "organisations.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
LOGIN_URL = "/sign-in/"
LOGIN_REDIRECT_URL = "/home/"
LOGOUT_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "fairplace.web.signing_in.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_REQUIRED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 600
ACCOUNT_FORMS = {
    "confirm_login_code": "fairplace.web.signing_in.emailed_codes.SignInCodeForm",
    "confirm_password_reset_code": "fairplace.web.signing_in.emailed_codes.NewPasswordCodeForm",
}
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_RATE_LIMITS = {
    "register": "20/m/ip,5/10m/key",
    "register_code": "20/m/ip,10/10m/key",
    "invited": "20/m/ip",
    # Whoever has the right password: how often a second step may be begun, and a code of an app or paper be wrong.
    "second_step": "6/10m/key,40/d/key",
    "second_factor": "20/d/key",
    "single_sign_on": "30/m/ip",
}
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
# Rate limits count the visitor's address: the last one that our own proxy wrote, never what the visitor claims.
ALLAUTH_TRUSTED_PROXY_COUNT = int(_switch("FAIRPLACE_BEHIND_PROXY"))
MFA_ADAPTER = "fairplace.web.signing_in.factors_adapter.FactorsAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_ISSUER = "Fairplace"
MFA_TOTP_TOLERANCE = 1  # a telephone's clock may be half a minute wrong
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_FORMS = {
    "authenticate": "fairplace.web.signing_in.factor_forms.SecondStepForm",
    "reauthenticate": "fairplace.web.signing_in.factor_forms.AgainForm",
    "activate_totp": "fairplace.web.signing_in.factor_forms.AppForm",
    "add_webauthn": "fairplace.web.signing_in.factor_forms.PasskeyForm",
}
# Tests alone: an issuer on this machine, without https.
SIGN_ON_LOOPBACK = _switch("FAIRPLACE_SIGN_ON_LOOPBACK")
# How long a sign-in lasts unused, and at most.
SESSION_IDLE = timedelta(minutes=int(os.environ.get("FAIRPLACE_SESSION_IDLE_MINUTES", "120")))
SESSION_LONGEST = timedelta(hours=int(os.environ.get("FAIRPLACE_SESSION_LONGEST_HOURS", "12")))
SESSION_ENGINE = "fairplace.web.signing_in.session_rows"
SESSION_COOKIE_AGE = int(SESSION_LONGEST.total_seconds())
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "fairplace.web.page.failures.form_expired"

# Never by the session, which is a row: "Price so far" of a sealed bid is said this way.
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = SECURE
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _switch("FAIRPLACE_BEHIND_PROXY") else None
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000
FAIRPLACE_UPLOAD_LIMIT = 10 * 1024 * 1024

STATIC_URL = "/static/"
STATIC_ROOT = None  # served from where they were built, found once at start
STATICFILES_DIRS = [("components", PACKAGE / "web" / "components" / "static")]
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": DATA / "documents"},
    },
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_TZ = True
USE_I18N = True

DEFAULT_FROM_EMAIL = os.environ.get("FAIRPLACE_MAIL_FROM", "Fairplace <no-reply@fairplace.invalid>")
if DEMO:
    EMAIL_BACKEND = "fairplace.foundations.messages.demo_backend.KeptMail"
elif os.environ.get("FAIRPLACE_MAIL_HOST"):
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
else:
    EMAIL_BACKEND = "fairplace.foundations.messages.no_server.UnsentMail"
# Text messages: foundations/messages/text_gateway.py says what is called. Without a gateway, codes go by e-mail.
TEXT_GATEWAY = os.environ.get("FAIRPLACE_TEXT_GATEWAY", "")
TEXT_TOKEN = os.environ.get("FAIRPLACE_TEXT_TOKEN", "")
TEXT_SENDER = os.environ.get("FAIRPLACE_TEXT_SENDER", "Fairplace")
TEXT_DELIVERY = "demo" if DEMO else "gateway" if TEXT_GATEWAY else "none"
if TEXT_GATEWAY and not TEXT_GATEWAY.startswith(("https://", "http://127.0.0.1:", "http://localhost:")):
    raise ImproperlyConfigured("FAIRPLACE_TEXT_GATEWAY must start with https:// unless it is on this machine.")
if TEXT_GATEWAY and not TEXT_TOKEN:
    raise ImproperlyConfigured("FAIRPLACE_TEXT_GATEWAY needs FAIRPLACE_TEXT_TOKEN.")
EMAIL_HOST = os.environ.get("FAIRPLACE_MAIL_HOST", "")
EMAIL_PORT = int(os.environ.get("FAIRPLACE_MAIL_PORT", "587"))
EMAIL_USE_TLS = EMAIL_PORT == 587
EMAIL_TIMEOUT = 20

# Names of people, answers and request bodies never reach a log: one line per event, no local variables.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {
            "()": "fairplace.web.page.log_lines.LineFormatter",
            "format": "{asctime} {levelname} {name} {message}",
            "style": "{",
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": os.environ.get("FAIRPLACE_LOG_LEVEL", "WARNING")},
}

FAIRPLACE_REACTIONS = "fairplace.config.reactions.REACTIONS"
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"
FAIRPLACE_SUPPORT_HOURS = int(os.environ.get("FAIRPLACE_SUPPORT_HOURS", "4"))  # the longest an operator may look on
FAIRPLACE_OCID_PREFIX = os.environ.get("FAIRPLACE_OCID_PREFIX", "ocds-000000")
