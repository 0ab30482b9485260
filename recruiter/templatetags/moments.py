"""Moments in words, with the exact one behind them."""

from datetime import datetime

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString

from recruiter import when

register = template.Library()


@register.filter
def ago(moment: datetime) -> str:
    """ "4 seconds ago", "20 minutes ago", "today at 06:00", "3 weeks ago", in the reader's zone."""
    seconds = int((timezone.now() - moment).total_seconds())
    for unit, length in (("second", 1), ("minute", 60)):
        count = max(1, seconds // length)
        if count < 60:
            return f"{count} {unit}{'s' * (count > 1)} ago"
    words = when.ago(timezone.localdate(moment), timezone.localdate())
    if words in ("today", "yesterday"):
        return f"{words} at {date_format(timezone.localtime(moment), 'H:i')}"
    return words


@register.filter
def ahead(moment: datetime) -> str:
    """ "in 8 seconds", "in 20 minutes", "today at 06:00"; "in a moment" for what is past."""
    seconds = int((moment - timezone.now()).total_seconds())
    if seconds <= 0:
        return "in a moment"
    for unit, length in (("second", 1), ("minute", 60)):
        count = max(1, round(seconds / length))
        if count < 60:
            return f"in {count} {unit}{'s' * (count > 1)}"
    words = when.ahead(timezone.localdate(moment), timezone.localdate())
    return f"{words} at {date_format(timezone.localtime(moment), 'H:i')}"


@register.simple_tag
def moment(moment: datetime) -> SafeString:
    """The words of `ago`, with the exact moment as title."""
    return format_html(
        '<time datetime="{}" title="{}">{}</time>',
        moment.isoformat(timespec="seconds"),
        date_format(timezone.localtime(moment), "j F Y, H:i"),
        ago(moment),
    )
