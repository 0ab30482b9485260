"""The one set of numbers that decides, ranks and names: every band on every screen is from here."""

from recruiter import tiering

POLICY = tiering.Policy()
