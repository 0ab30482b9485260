"""The engine that decides whom to invest in: pure functions over frozen dataclasses and arrays.

`rank` turns one recruiter's `Desk` into a `Ranking`; `pack` and `unpack` keep it in a table row;
`compare` says who moved between two of them, and why. The method is told in docs/tiering.md.
"""

from recruiter.tiering.desk import Desk, Goals, People, Statements
from recruiter.tiering.moves import Move, Why, compare
from recruiter.tiering.packing import PackError, pack, unpack
from recruiter.tiering.policy import NEVER, NOTHING, Band, Pin, Policy, Tier
from recruiter.tiering.ranking import rank
from recruiter.tiering.records import RECORD, Ranking, Reason

__all__ = [
    "NEVER",
    "NOTHING",
    "RECORD",
    "Band",
    "Desk",
    "Goals",
    "Move",
    "PackError",
    "People",
    "Pin",
    "Policy",
    "Ranking",
    "Reason",
    "Statements",
    "Tier",
    "Why",
    "compare",
    "pack",
    "rank",
    "unpack",
]
