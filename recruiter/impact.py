"""What a wording would do to the lists, before anybody saves it: by the real engine, in counts.

A manager may not learn who matches. So a count under five is never told, others are round fives,
nothing is counted below the whole of all lists, and how often somebody may look is limited: a
wording made up to find one person says nothing that a wording about nobody would not say.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import numpy as np
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from numpy.typing import NDArray

from hiring.models import Department, GoalLook
from recruiter import readings, snapshot, tiering
from recruiter.encoder import Encoder, EncoderError, goal_text
from recruiter.models import ServedDepartment, User
from recruiter.policy import POLICY
from recruiter.readings import digest_of
from recruiter.snapshot import Goal, Inputs
from recruiter.tiering import Band

FEWEST = 5
DRAFT = 2**62  # stands for a department while both wordings are held against everybody
LOOKS, WITHIN = 20, timedelta(hours=1)
UNAVAILABLE = gettext_lazy("People cannot be counted right now. Saving works as ever.")


@dataclass(frozen=True)
class Counts:
    """People by strength on one goal, each once, whoever looks after them."""

    strong: int = 0
    good: int = 0


@dataclass(frozen=True)
class Change:
    """What a wording would do: people now and after, and who would change lists."""

    now: Counts
    after: Counts
    up: int = 0
    down: int = 0


@dataclass(frozen=True)
class Line:
    """A row of the preview, in words that point at nobody."""

    label: str
    now: str
    after: str


@dataclass(frozen=True)
class Impact:
    """What a manager is shown.

    Attributes:
        lines: counts, rounded; none when there is nothing to count.
        not_read: why the engine does not read the wording; then it would match nobody.
        said: a sentence in place of counts.
        refused: somebody looked too often; `said` tells when they may again.
    """

    lines: Sequence[Line] = ()
    not_read: str = ""
    said: str = ""
    refused: bool = False


def look(department: Department, text: str, user: User) -> Impact:
    """Count for a manager, unless they have counted too often within the hour."""
    now = timezone.now()
    looks = user.goal_looks.since(now - WITHIN).order_by("at")
    if looks.count() >= LOOKS:
        again = timezone.localtime(looks[0].at + WITHIN)
        return Impact(
            said=_("That is enough counting for now. Again from %(time)s.")
            % {"time": f"{again:%H:%M}"},
            refused=True,
        )
    GoalLook.objects.create(user=user, at=now)
    if department.closed_at:
        return Impact(said=_("This department is closed: its goal is matched to nobody."))
    try:
        encoder = readings.current_encoder()
        reading = encoder.read_goals([goal_text(department.name, text)])[0]
        found = change(department, reading.packed or b"", encoder, at=now)
    except EncoderError:
        return Impact(said=str(UNAVAILABLE))
    if found is None:
        return Impact(
            said=_("No recruiter serves this department yet, so nobody is matched to it.")
        )
    return Impact(lines=lines(found), not_read=reading.reason)


def lines(found: Change) -> list[Line]:
    return [
        Line(_("People who match strongly"), told(found.now.strong), told(found.after.strong)),
        Line(_("People who match well"), told(found.now.good), told(found.after.good)),
        Line(_("Move up to Invest"), "", told(found.up)),
        Line(_("Move down to Maintain"), "", told(found.down)),
    ]


def told(count: int) -> str:
    """A count as it may be shown: none and one read the same, and so do seven and five."""
    return f"fewer than {FEWEST}" if count < FEWEST else f"about {(count + 2) // 5 * 5:,}"


def change(
    department: Department, vector: bytes, encoder: Encoder, *, at: datetime
) -> Change | None:
    """Rank every list that follows a department twice: as things are, and with another goal.

    Both from the same lists, with the same pins, places and preference for who is in Invest, as a
    real run would; the difference is the wording's alone. Statements that no worker has read yet
    are left out of both. Nothing is written.

    Args:
        vector: the wording's, as stored; empty when it is not read.

    Returns:
        None when no recruiter serves the department.
    """
    served = dict(
        ServedDepartment.objects.filter(department=department).values_list(
            "recruiter_id", "importance"
        )
    )
    if not served:
        return None
    strong: tuple[set[int], set[int]] = set(), set()
    good: tuple[set[int], set[int]] = set(), set()
    up, down = set[int](), set[int]()
    for taken in snapshot.take(list(served), encoder, policy=POLICY, at=at):
        read = with_goals_read(taken, encoder)
        both = with_draft(read, served[read.recruiter_id], vector).desk(encoder)
        invested = []
        for when, desk in enumerate((as_now(both), as_drafted(both, department.pk))):
            scored = tiering.score(desk)
            collect(scored, department.pk, strong[when], good[when])
            invested.append(set(tiering.decide(scored, POLICY).invested()))
        up |= invested[1] - invested[0]
        down |= invested[0] - invested[1]
    return Change(
        now=Counts(len(strong[0]), len(good[0] - strong[0])),
        after=Counts(len(strong[1]), len(good[1] - strong[1])),
        up=len(up),
        down=len(down),
    )


def with_goals_read(inputs: Inputs, encoder: Encoder) -> Inputs:
    """The same where a goal was saved a moment ago and no worker has read it yet."""
    if not inputs.unread_goals:
        return inputs
    texts = inputs.unread_goals
    read = {
        digest_of(text): reading.packed or b""
        for text, reading in zip(texts, encoder.read_goals(texts), strict=True)
    }
    return replace(inputs, goal_vectors={**inputs.goal_vectors, **read})


def with_draft(inputs: Inputs, importance: int, vector: bytes) -> Inputs:
    """The same list with the draft as one goal more, so that all fits are worked out at once."""
    digest = digest_of("a draft")
    return replace(
        inputs,
        goals=(*inputs.goals, Goal(DRAFT, 1, importance, digest)),
        goal_vectors={**inputs.goal_vectors, digest: vector},
    )


def as_now(both: tiering.Desk) -> tiering.Desk:
    """Without the draft."""
    return of_goals(both, both.goals.keys != DRAFT)


def as_drafted(both: tiering.Desk, department: int) -> tiering.Desk:
    """With the draft as the department's goal, instead of the one in force."""
    drafted = of_goals(both, both.goals.keys != department)
    keys = np.where(drafted.goals.keys == DRAFT, department, drafted.goals.keys)
    return replace(drafted, goals=replace(drafted.goals, keys=keys))


def of_goals(desk: tiering.Desk, these: NDArray[np.bool_]) -> tiering.Desk:
    goals = desk.goals
    return replace(
        desk,
        goals=tiering.Goals(goals.keys[these], goals.versions[these], goals.importance[these]),
        p_rel=desk.p_rel[:, these],
    )


def collect(scored: tiering.Scored, department: int, strong: set[int], good: set[int]) -> None:
    """Add who matches one goal strongly, and who matches it well."""
    columns = np.flatnonzero(scored.goals.keys == department)
    if not columns.size:
        return
    points = tiering.best_fit(scored).points[:, columns[0]] * scored.people.may_rank
    for key, band in zip(
        scored.people.keys.tolist(), map(POLICY.band, points.tolist()), strict=True
    ):
        if band == Band.STRONG:
            strong.add(key)
        elif band == Band.GOOD:
            good.add(key)
