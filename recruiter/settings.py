"""Settings: one file, read from the environment, loud about nonsense.

Every variable is listed in docs/operations.md. Without any of them the project runs on its own
PostgreSQL and Valkey on Unix sockets (see recruiter/embedded).
"""

import os
from pathlib import Path

import dj_database_url
import django_stubs_ext
from django.core.exceptions import ImproperlyConfigured

from recruiter import embedded, logs
from recruiter.environment import flag, words

# Lets ModelForm[Candidate] and ModelAdmin[Candidate] be written as they are typed.
django_stubs_ext.monkeypatch()

BASE_DIR = Path(__file__).resolve().parent.parent

PRODUCTION = flag("CULTIVATE_PRODUCTION")
DEBUG = flag("DEBUG")
if PRODUCTION and DEBUG:
    raise ImproperlyConfigured("DEBUG and CULTIVATE_PRODUCTION exclude each other.")

SECRET_KEY = os.environ.get("SECRET_KEY") or ("" if PRODUCTION else embedded.secret_key())
if not SECRET_KEY:
    raise ImproperlyConfigured("Set SECRET_KEY: production never invents one.")
SECRET_KEY_FALLBACKS = words("SECRET_KEY_FALLBACKS")
ALLOWED_HOSTS = words("ALLOWED_HOSTS", "" if PRODUCTION else "localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = words("CSRF_TRUSTED_ORIGINS")

INSTALLED_APPS = [
    "recruiter.apps.DeskAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_htmx",
    "template_partials",
    "candidates",
    "hiring",
    "recruiter",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "recruiter.middleware.PrivatePagesMiddleware",
    "recruiter.middleware.Utf8Middleware",
    "recruiter.middleware.TransactionMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "recruiter.middleware.ActorMiddleware",
]

ROOT_URLCONF = "recruiter.urls"
WSGI_APPLICATION = "recruiter.wsgi.application"

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
                "recruiter.context.shell",
            ],
            # As builtins, so that moving to Django 6 is a change of settings.
            "builtins": ["template_partials.templatetags.partials"],
        },
    },
]

# ---- Data. PostgreSQL is the only record; Valkey only rings the bell. ----
DATABASE_URL = os.environ.get("DATABASE_URL") or embedded.database_url()
REDIS_URL = os.environ.get("REDIS_URL") or embedded.redis_url()
# Only the web process keeps a pool: a pool must not cross a fork, and Celery rebuilds it per task.
POOLED = flag("CULTIVATE_POOL")
DATABASES = {
    "default": dj_database_url.parse(
        DATABASE_URL, engine="django.db.backends.postgresql", conn_max_age=0 if POOLED else 600
    )
}
if POOLED:
    DATABASES["default"].setdefault("OPTIONS", {})["pool"] = {
        "min_size": 1,
        "max_size": 8,
        "timeout": 5,
        "max_lifetime": 1800,
    }
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
SESSION_ENGINE = "django.contrib.sessions.backends.db"

# ---- People ----
AUTH_USER_MODEL = "recruiter.User"
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "login"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
_VALIDATION = "django.contrib.auth.password_validation."
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": _VALIDATION + "UserAttributeSimilarityValidator"},
    {"NAME": _VALIDATION + "MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": _VALIDATION + "CommonPasswordValidator"},
]

# ---- Language and time: stored in UTC, shown in the reader's zone ----
LANGUAGE_CODE = "en-gb"
TIME_ZONE = "UTC"
USE_I18N = USE_TZ = True

LOCALE_PATHS = [BASE_DIR / "locale"]

# ---- Candidates' own pages, and mail: printed on the console unless a server is named ----
ORGANISATION = os.environ.get("CULTIVATE_ORGANISATION", "")
CANDIDATES_SEE = words("CULTIVATE_CANDIDATES_SEE", "team")  # kinds of notes about themself
if set(CANDIDATES_SEE) - {"team", "private"}:
    raise ImproperlyConfigured("CULTIVATE_CANDIDATES_SEE names team, private, or neither.")
EMAIL_HOST, EMAIL_PORT = os.environ.get("EMAIL_HOST", ""), int(os.environ.get("EMAIL_PORT", "25"))
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if EMAIL_HOST else 'console'}.EmailBackend"
EMAIL_HOST_USER = os.environ.get("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS, EMAIL_TIMEOUT = flag("EMAIL_USE_TLS"), 10
DEFAULT_FROM_EMAIL = os.environ.get("DEFAULT_FROM_EMAIL", "cultivate@localhost")
# Where links in a mail lead.
SITE = os.environ.get("CULTIVATE_SITE") or (
    f"https://{ALLOWED_HOSTS[0]}"
    if PRODUCTION and ALLOWED_HOSTS
    else f"http://localhost:{os.environ.get('PORT', '8000')}"
)

# ---- Files ----
STATIC_URL = "static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if not DEBUG
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000

# ---- The engine ----
# A folder with model.onnx, tokenizer.json and config.json; empty means the encoders of the locks.
ENCODER_DIR = os.environ.get("CULTIVATE_ENCODER_DIR", "")
PURPOSE_HEAD = os.environ.get("CULTIVATE_PURPOSE_HEAD", "")
RERANK_LEASE_SECONDS = 6
RERANK_CHUNK = 32

# ---- Security ----
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
# Named as in Django 6, where the middleware for it is built in.
SECURE_CSP = {
    "default-src": ["'none'"],
    **{f"{kind}-src": ["'self'"] for kind in ("script", "style", "img", "font", "connect")},
    "form-action": ["'self'"],
    **{kind: ["'none'"] for kind in ("frame-ancestors", "base-uri", "object-src")},
}
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "recruiter.views.errors.csrf_failure"
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
BEHIND_PROXY = flag("CULTIVATE_BEHIND_PROXY")
if PRODUCTION:
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = True
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-sessionid", "__Host-csrftoken"
    SECURE_HSTS_SECONDS = 63_072_000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = True
    if BEHIND_PROXY:
        SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

LOGGING = logs.configuration(os.environ.get("LOG_LEVEL", "INFO"))
