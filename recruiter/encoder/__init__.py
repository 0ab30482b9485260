"""Text to vectors, fits and readings. No Django in here.

encoder = get_encoder()
goals = encoder.encode_goals([goal_text("Supply chain", "Get every dose there cold.")])
readings = encoder.read_statements(["I map the fridges of village clinics on Sundays."])
statements = encoder.unpack_statements([r.packed for r in readings if r.packed])
encoder.fit(goals, statements)  # (1, 1), in 0..1; multiply by the reading's p_purpose
"""

from recruiter.encoder.catalogue import get_encoder
from recruiter.encoder.cues import Cue, CueKind
from recruiter.encoder.encoder import Encoder, GoalReading, Reading
from recruiter.encoder.errors import EncoderError, ForeignVectorError
from recruiter.encoder.purpose import PROBLEM_BELOW, PURPOSE_FROM
from recruiter.encoder.text import goal_text
from recruiter.encoder.vectors import Side, Vectors

__all__ = [
    "PROBLEM_BELOW",
    "PURPOSE_FROM",
    "Cue",
    "CueKind",
    "Encoder",
    "EncoderError",
    "ForeignVectorError",
    "GoalReading",
    "Reading",
    "Side",
    "Vectors",
    "get_encoder",
    "goal_text",
]
