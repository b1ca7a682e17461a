"""Every setting, read from the environment; production refuses to start half configured.

NEWSROOM_ENV is ``demo`` (default), ``test`` or ``production``. See README.md for the variables.
"""

from datetime import timedelta
from pathlib import Path

import environ
from csp.constants import NONCE, NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.core.management.utils import get_random_secret_key
from django.utils.translation import gettext_lazy as _

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()

NEWSROOM_ENV = env.str("NEWSROOM_ENV", default="demo")
if NEWSROOM_ENV not in {"demo", "test", "production"}:
    raise ImproperlyConfigured("NEWSROOM_ENV must be demo, test or production.")
PRODUCTION = NEWSROOM_ENV == "production"

# Everything the running newsroom writes lives below one folder.
VAR_DIR = Path(env.str("NEWSROOM_VAR", default=str(BASE_DIR / "var")))


def _local_secret() -> str:
    """Return the secret kept in var/, made on first use (never in production)."""
    path = VAR_DIR / "secret"
    if not path.exists():
        VAR_DIR.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(get_random_secret_key(), encoding="ascii")
    return path.read_text(encoding="ascii").strip()


DEBUG = False
SECRET_KEY = env.str("SECRET_KEY", default="") or ("" if PRODUCTION else _local_secret())
SITE_URL = env.str("SITE_URL", default="" if PRODUCTION else "http://127.0.0.1:8000").rstrip("/")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[] if PRODUCTION else ["127.0.0.1", "localhost"])
DATABASES = {"default": env.db_url("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'newsroom.sqlite3'}")}


def _refuse_to_start_unready() -> None:
    """Name, in words, everything production still lacks."""
    lacking = []
    if len(SECRET_KEY) < 50 or len(set(SECRET_KEY)) < 5 or SECRET_KEY.startswith("django-insecure"):
        lacking.append("SECRET_KEY must be set to at least 50 random characters.")
    if not ALLOWED_HOSTS or "*" in ALLOWED_HOSTS:
        lacking.append("ALLOWED_HOSTS must name the site's own hosts (never '*').")
    if not SITE_URL.startswith("https://"):
        lacking.append("SITE_URL must be the public address, beginning with https://.")
    if not env.str("DATABASE_URL", default=""):
        lacking.append("DATABASE_URL must name the database (sqlite:///… or postgres://…).")
    if not env.str("MEDIA_ROOT", default=""):
        lacking.append("MEDIA_ROOT must name the folder that keeps the photos.")
    if not env.str("EMAIL_URL", default=""):
        lacking.append("EMAIL_URL must name the mail server (or filemail:///… to keep mail in a folder).")
    if not env.bool("REQUIRE_SECOND_FACTOR", default=True):
        lacking.append("REQUIRE_SECOND_FACTOR cannot be turned off: every account shows a second factor.")
    if lacking:
        raise ImproperlyConfigured("The newsroom cannot start in production:\n- " + "\n- ".join(lacking))


if PRODUCTION:
    _refuse_to_start_unready()

if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # Writers queue instead of failing: with Django's defaults every third concurrent write is refused.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 10,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
    }
    # A connection reads the whole schema and forgets what it has read when it is closed: it stays, a thread its own.
    DATABASES["default"]["CONN_MAX_AGE"] = None
    # A file, not memory: the concurrency tests open several connections.
    DATABASES["default"]["TEST"] = {"NAME": str(VAR_DIR / "test.sqlite3")}
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 60
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
    # What the address itself asks for (sslmode, certificates) stays. A server gives up sooner: newsroom/wsgi.py.
    DATABASES["default"].setdefault("OPTIONS", {})["options"] = "-c lock_timeout=5s"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "modeltranslation",
    "newsroom.apps.DeskConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "taggit",
    "js_asset",
    "django_prose_editor",
    "csp",
    "axes",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "newsroom",
    "columns",
    "articles",
]
AUTH_USER_MODEL = "newsroom.User"
# The throttle is asked first, and before any password is looked at.
AUTHENTICATION_BACKENDS = ["newsroom.signin.ThrottleBackend", "newsroom.signin.StaffBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]

MIDDLEWARE = [
    # First, so that no answer leaves without them.
    "newsroom.middleware.SafeHeaders",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "newsroom.middleware.LanguageByAddress",
    "newsroom.middleware.Limits",
    "newsroom.middleware.DeskSessions",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "newsroom.middleware.LivingSessions",
    "newsroom.middleware.LanguageOfAccount",
    "axes.middleware.AxesMiddleware",
    "newsroom.redirects.OldAddresses",
]
# The widgets of the desk have templates of their own.
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
ROOT_URLCONF = "newsroom.urls"
WSGI_APPLICATION = "newsroom.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "newsroom.context.outlet",
            ],
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "django.template.loaders.filesystem.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
        },
    }
]

# Arabic first, without a prefix; a further language is one line here and one migration.
LANGUAGE_CODE = "ar"
LANGUAGES = [("ar", _("العربية")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "newsroom" / "locale"]
FORMAT_MODULE_PATH = ["newsroom.formats"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = env.str("TIME_ZONE", default="Asia/Damascus")
# The day on which an Arabic calendar begins, as Python numbers them: 5 is Saturday (Syria), 0 Monday (Lebanon).
WEEK_BEGINS = env.int("WEEK_BEGINS", default=5)
# Whether alphabetical lists pass over ال; after a change, `manage.py sort_names` derives the stored places anew.
SORT_IGNORES_ARTICLE = env.bool("SORT_IGNORES_ARTICLE", default=True)
MODELTRANSLATION_DEFAULT_LANGUAGE = "ar"
MODELTRANSLATION_FALLBACK_LANGUAGES = ("ar",)


def _field_label(verbose_name: str, language: str) -> str:
    """Return what the desk calls a translated field: the language is named only when it is not Arabic."""
    return verbose_name if language == LANGUAGE_CODE else f"{verbose_name} ({dict(LANGUAGES)[language]})"


MODELTRANSLATION_BUILD_LOCALIZED_VERBOSE_NAME = _field_label

TAGGIT_CASE_INSENSITIVE = True

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
# Generated fonts come first, so that they replace the plain fallback of the same name.
STATICFILES_DIRS = [path for path in (VAR_DIR / "assets", BASE_DIR / "static") if path.is_dir()]
MEDIA_URL = "/media/"
MEDIA_ROOT = Path(env.str("MEDIA_ROOT", default=str(VAR_DIR / "media")))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "newsroom.assets.JoinedStaticStorage"
        if NEWSROOM_ENV != "test"
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_ALLOW_ALL_ORIGINS = False
WHITENOISE_USE_FINDERS = NEWSROOM_ENV == "test"

vars().update(env.email_url("EMAIL_URL", default=f"filemail:///{VAR_DIR / 'mail'}"))
# A mail server that does not answer holds up nobody but the worker, and that one for seconds.
EMAIL_TIMEOUT = 5
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="desk@shubbak.example")

# RELIABILITY rule 20: own origin only; the nonce is for the writing form alone.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "manifest-src": [SELF],
    }
}
WRITING_FORM_SCRIPT_SRC = [SELF, NONCE]

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
# The cookie's age, from the last request. newsroom.signin ends a session sooner, and knows why.
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_SAVE_EVERY_REQUEST = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "newsroom.views.forbidden"
DATA_UPLOAD_MAX_MEMORY_SIZE = 8 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
DATA_UPLOAD_MAX_NUMBER_FILES = 20
# Judged by what the request says of itself, before anything is read: outside the desk nobody sends anything.
LARGEST_PUBLIC_BODY = 64 * 1024
LARGEST_DESK_BODY = 40 * 1024 * 1024
FILE_UPLOAD_PERMISSIONS = 0o644
LOGIN_URL = "admin:login"

# Only behind a proxy of our own do its headers say who knocks, and how.
BEHIND_PROXY = env.bool("BEHIND_PROXY", default=False)
# Ten failures of one account or from one address, then a quarter of an hour of rest; counted in the database.
AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = ["username", "ip_address"]
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_HANDLER = "newsroom.signin.Throttle"
AXES_USERNAME_CALLABLE = "newsroom.signin.account_digest"
AXES_CLIENT_IP_CALLABLE = "newsroom.signin.client_address"
AXES_LOCKOUT_CALLABLE = "newsroom.signin.locked_out"
AXES_SENSITIVE_PARAMETERS = ["username", "ip_address", "csrfmiddlewaretoken", "next", "ended"]
AXES_VERBOSE = False
AXES_ENABLE_ADMIN = False
AXES_DISABLE_ACCESS_LOG = True
# On in production, where nobody can turn it off; without it whoever set a second factor up is still asked for it.
REQUIRE_SECOND_FACTOR = PRODUCTION or env.bool("REQUIRE_SECOND_FACTOR", default=False)
# Less free space than this, for data or for photos, and the house says that it is not ready.
LEAST_FREE_DISK = env.int("LEAST_FREE_DISK", default=256 * 1024 * 1024)

if PRODUCTION:
    SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=True)
    SECURE_HSTS_SECONDS = 2 * 365 * 24 * 60 * 60
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
    SESSION_COOKIE_NAME = "__Host-session"
    CSRF_COOKIE_NAME = "__Host-csrf"
    # A load balancer asks the process itself.
    SECURE_REDIRECT_EXEMPT = [r"^health$", r"^ready$"]
    if BEHIND_PROXY:
        SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
# W021: HSTS preload is a promise made to browser vendors for years; the outlet makes it by hand, or not at all.
SILENCED_SYSTEM_CHECKS = ["security.W021"]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    # A refusal is an answer, not a fault; and what readers asked for in vain is nobody's business.
    "loggers": {"django.request": {"level": "ERROR"}},
}
