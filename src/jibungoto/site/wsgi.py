"""The door for the server: `granian --interface wsgi jibungoto.site.wsgi:application`."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jibungoto.site.settings")
application = get_wsgi_application()
