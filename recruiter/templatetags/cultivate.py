"""Tags that print; whatever has to be worked out is worked out before the template."""

from functools import cache

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag
def icon(name: str, kind: str = "") -> SafeString:
    """One symbol of the sprite. It never speaks: the words beside it do."""
    return drawn(name, f"icon {kind}".strip())


@cache
def drawn(name: str, kind: str) -> SafeString:
    """A list has a thousand icons of ten kinds."""
    sprite = static("icons/icons.svg")
    return format_html(
        '<svg class="{}" aria-hidden="true"><use href="{}#i-{}"/></svg>', kind, sprite, name
    )
