"""The door the server knocks at: granian and every other WSGI server load ``application`` from here."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")

application = get_wsgi_application()

# A reader waits seconds, a command may take its time: only servers tell PostgreSQL to give up.
if settings.DATABASES["default"]["ENGINE"].endswith("postgresql"):
    settings.DATABASES["default"]["OPTIONS"]["options"] += " -c statement_timeout=5s"
