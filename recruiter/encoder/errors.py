"""What the encoder says when it cannot do its work."""


class EncoderError(RuntimeError):
    """A sentence for whoever runs the program: what is wrong and what to do about it."""


class ForeignVectorError(EncoderError, ValueError):
    """Vectors of two encoders, or of the wrong side, met in one calculation."""
