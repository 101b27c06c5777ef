"""The desk as a WSGI application: `granian --interface wsgi detente.desk.wsgi:application`."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "detente.desk.settings")
application = get_wsgi_application()
