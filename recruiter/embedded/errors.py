"""The one exception of this package."""


class EmbeddedError(Exception):
    """An embedded server cannot do what was asked; the message says what to do about it."""
