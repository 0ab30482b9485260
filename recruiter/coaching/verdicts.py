"""What a whole text is, in one line without a full stop."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from recruiter.coaching.findings import Finding
from recruiter.coaching.kinds import Kind

GOALS = {
    Kind.SPEC: "a job spec",
    Kind.TODO: "a to-do",
    Kind.HEADCOUNT: "a head count",
    Kind.FIGURE: "a figure",
    Kind.SLOGAN: "a slogan",
    Kind.DATED: "a plan with a date",
    Kind.UNSURE: "a part that may be either",
    Kind.NOT_READ: "a part that is not read",
}
STATEMENTS = {
    Kind.PURPOSE: ("purpose", "purposes"),
    Kind.UNSURE: ("to ask about", "to ask about"),
    Kind.PROBLEM: ("problem", "problems"),
    Kind.EMPTY: ("that names no aim yet", "that name no aim yet"),
    Kind.NOT_READ: ("not read", "not read"),
}
SMALL = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def tell_goal(found: Sequence[Finding]) -> str:
    """ "Mostly a lasting goal, with a head count in it"; empty for nothing."""
    kinds = Counter(one.kind for one in found if not one.is_phrase)
    others = joined([name for kind, name in GOALS.items() if kinds[kind]])
    has_date = any(one.is_phrase for one in found)
    dated = ", with a part that will be out of date" if has_date else ""
    if not found:
        return ""
    if kinds[Kind.THIN]:
        return "A beginning: there is room for whom it is for"
    if not kinds[Kind.LASTING]:
        return f"So far {others}"
    if not others:
        return f"A lasting goal{dated}"
    share = "Mostly" if 2 * _length(found, Kind.LASTING) >= _length(found) else "Partly"
    return f"{share} a lasting goal, with {others} in it"


def tell_statements(found: Sequence[Finding]) -> str:
    """ "One purpose, two problems and one to ask about"; empty for nothing."""
    kinds = Counter(one.kind for one in found)
    told = joined(
        [
            f"{number(kinds[kind])} {names[kinds[kind] > 1]}"
            for kind, names in STATEMENTS.items()
            if kinds[kind]
        ]
    )
    return told[:1].upper() + told[1:]


def joined(parts: Sequence[str]) -> str:
    """a, b and c."""
    return " and ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)


def number(count: int) -> str:
    """Ten and below in letters."""
    return SMALL[count] if count < len(SMALL) else str(count)


def _length(found: Sequence[Finding], kind: Kind | None = None) -> int:
    return sum(
        one.end - one.start for one in found if not one.is_phrase and kind in (None, one.kind)
    )
