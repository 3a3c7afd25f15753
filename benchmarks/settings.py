"""The product's own settings; only the address table has the limits beside the pages."""

from fairplace.config.settings import *  # noqa: F403

ROOT_URLCONF = "benchmarks.urls"
