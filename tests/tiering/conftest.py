"""Properties are judged by what they find, never by how fast a busy machine looks."""

from hypothesis import settings

settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")
