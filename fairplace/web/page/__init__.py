"""The one door that every page goes through: audience, actor, clock, rendering."""

from fairplace.web.page.door import Audience, PageRequest, page
from fairplace.web.page.render import render

__all__ = ["Audience", "PageRequest", "page", "render"]
