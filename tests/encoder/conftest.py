"""The encoder opens its weights once for the whole session: that is its slow part."""

import pytest

from recruiter.encoder import Encoder, Vectors, get_encoder, goal_text

STATEMENTS = [
    "I map the fridges of village clinics on Sundays, so that no vaccine is lost.",
    "Bookkeeper for small firms, VAT returns and payroll, Xero certified.",
    "I teach the deaf kids to drum with the floor.",
    "Ich repariere am Wochenende alte Radios und verschenke sie.",
    "I am.",
]
GOALS = [
    goal_text("Distribution", "No dose leaves our care warmer than it came in."),
    goal_text("Finance", "Give our finance people their evenings back."),
]


@pytest.fixture(scope="session")
def encoder() -> Encoder:
    """The encoder that ships, with both models."""
    encoder = get_encoder()
    assert not encoder.reduced, encoder.reason
    return encoder


@pytest.fixture(scope="session")
def goals(encoder: Encoder) -> Vectors:
    """Two goals of a cold-chain firm."""
    return encoder.encode_goals(GOALS)


@pytest.fixture(scope="session")
def statements(encoder: Encoder) -> Vectors:
    """A handful of statements, purposes and problems."""
    return encoder.encode_statements(STATEMENTS)
