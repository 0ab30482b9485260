"""The coach: a text in, what each sentence is and the next question out. No Django in here.

advice = for_candidate("I run payroll. On Mondays I help people with tax letters.", get_encoder())
[one.kind for one in advice.spans]  # problem, purpose
advice.question  # from questions.toml, and from nowhere else
"""

from recruiter.coaching.coach import Advice, for_candidate, for_manager, for_recruiter
from recruiter.coaching.findings import Finding, GoalReader, StatementReader
from recruiter.coaching.kinds import Kind
from recruiter.coaching.sentences import Span, split

__all__ = [
    "Advice",
    "Finding",
    "GoalReader",
    "Kind",
    "Span",
    "StatementReader",
    "for_candidate",
    "for_manager",
    "for_recruiter",
    "split",
]
