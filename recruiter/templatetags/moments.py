"""Moments in words, with the exact one behind them."""

from datetime import datetime

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from recruiter import when

register = template.Library()


@register.filter
def ago(moment: datetime) -> str:
    """ "4 seconds ago", "20 minutes ago", "today at 06:00", "3 weeks ago", in the reader's zone."""
    seconds = int((timezone.now() - moment).total_seconds())
    if seconds < 60:
        count = max(1, seconds)
        return ngettext("%(n)s second ago", "%(n)s seconds ago", count) % {"n": count}
    if seconds < 3600:
        count = seconds // 60
        return ngettext("%(n)s minute ago", "%(n)s minutes ago", count) % {"n": count}
    day, today = timezone.localdate(moment), timezone.localdate()
    words = when.ago(day, today)
    return at(words, moment) if (today - day).days in (0, 1) else words


@register.filter
def ahead(moment: datetime) -> str:
    """ "in 8 seconds", "in 20 minutes", "today at 06:00"; "in a moment" for what is past."""
    seconds = int((moment - timezone.now()).total_seconds())
    if seconds <= 0:
        return _("in a moment")
    if seconds < 60:
        return ngettext("in %(n)s second", "in %(n)s seconds", seconds) % {"n": seconds}
    if (count := round(seconds / 60)) < 60:
        return ngettext("in %(n)s minute", "in %(n)s minutes", count) % {"n": count}
    return at(when.ahead(timezone.localdate(moment), timezone.localdate()), moment)


def at(day: str, moment: datetime) -> str:
    clock = date_format(timezone.localtime(moment), "H:i")
    return _("%(day)s at %(clock)s") % {"day": day, "clock": clock}


@register.simple_tag
def moment(moment: datetime) -> SafeString:
    """The words of `ago`, with the exact moment as title."""
    return format_html(
        '<time datetime="{}" title="{}">{}</time>',
        moment.isoformat(timespec="seconds"),
        date_format(timezone.localtime(moment), "j F Y, H:i"),
        ago(moment),
    )
