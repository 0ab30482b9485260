"""The engine that decides whom to invest in: pure functions over frozen dataclasses and arrays.

`rank` turns one recruiter's `Desk` into a `Ranking`: `score` gives points, `decide` the places;
`pack` and `unpack` keep it in a table row, and `Recorded` what it was made from. `compare` says who
moved between two of them, and why; `alternatives`, what would change where somebody stands. The
method is told in docs/tiering.md.
"""

from recruiter.tiering.alternatives import Alternative, What, alternatives
from recruiter.tiering.columns import PackError
from recruiter.tiering.desk import Desk, Goals, People, Statements
from recruiter.tiering.moves import Move, Why, compare
from recruiter.tiering.packing import pack, unpack
from recruiter.tiering.points import Scored, best_fit, score
from recruiter.tiering.policy import NEVER, NOTHING, Band, Pin, Policy, Tier
from recruiter.tiering.ranking import decide, rank
from recruiter.tiering.recorded import Kind, Recorded, pack_recorded, unpack_recorded
from recruiter.tiering.records import RECORD, Ranking, Reason

__all__ = [
    "NEVER",
    "NOTHING",
    "RECORD",
    "Alternative",
    "Band",
    "Desk",
    "Goals",
    "Kind",
    "Move",
    "PackError",
    "People",
    "Pin",
    "Policy",
    "Ranking",
    "Reason",
    "Recorded",
    "Scored",
    "Statements",
    "Tier",
    "What",
    "Why",
    "alternatives",
    "best_fit",
    "compare",
    "decide",
    "pack",
    "pack_recorded",
    "rank",
    "score",
    "unpack",
    "unpack_recorded",
]
