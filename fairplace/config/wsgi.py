"""What the web server serves."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fairplace.config.settings")
os.environ["FAIRPLACE_SERVES_PAGES"] = "1"
application = get_wsgi_application()
# What is loaded stays: web.page.forgetting collects only what came since, in a few hundredths of a second.
gc.collect()
gc.freeze()
