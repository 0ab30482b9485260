"""What a wording would do to the lists, before anybody saves it: by the real engine, in counts.

A manager may not learn who matches. So a count under five is never told, others are round fives of
a count that is off by up to two, nothing is counted below the whole of all lists, and how often
somebody may look is limited: neither a wording made up to find one person, nor two of them held
against each other, say what wordings about nobody would not say (docs/decisions/0007).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import numpy as np
from django.utils import timezone
from django.utils.crypto import salted_hmac
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

FEWEST, OFF_BY, ROUND = 5, 2, 5
DRAFT = 2**62  # stands for a department while both wordings are held against everybody
LOOKS = {timedelta(hours=1): 20, timedelta(days=1): 60}
KEPT = max(LOOKS)
UNAVAILABLE = gettext_lazy("People cannot be counted right now. Saving works as ever.")


@dataclass(frozen=True)
class Counts:
    """People by strength on one goal, each once, whoever looks after them."""

    strong: int = 0
    good: int = 0


@dataclass(frozen=True)
class Change:
    """What a wording would do: people now and after, and who would change lists.

    Attributes:
        differ: how many come or go, by strength. As many may come as go.
    """

    now: Counts
    after: Counts
    differ: Counts = Counts()
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
    """Count for a manager, unless they have counted too often."""
    goal = department.big_goal.text if department.big_goal else ""
    if department.closed_at:
        return Impact(said=_("This department is closed: its goal is matched to nobody."))
    if text == goal:
        return Impact(said=_("These are the words in force: nothing would change."))
    if again := spend(user):
        said = _("That is enough counting for now. Again from %(time)s.")
        return Impact(said=said % {"time": f"{timezone.localtime(again):%H:%M}"}, refused=True)
    try:
        encoder = readings.current_encoder()
        reading = encoder.read_goals([goal_text(department.name, text)])[0]
        found = change(department, reading.packed or b"", encoder, at=timezone.now())
    except EncoderError:
        return Impact(said=str(UNAVAILABLE))
    if found is None:
        said = _("No recruiter serves this department yet, so nobody is matched to it.")
        return Impact(said=said)
    return Impact(lines=lines(found, department.pk, goal, text), not_read=reading.reason)


# ---- how often ----


def spend(user: User) -> datetime | None:
    """Count one look, or say from when there is one again.

    Whoever looks is locked until their request ends, so that many at once cannot all find the
    same look unused.
    """
    User.objects.select_for_update(no_key=True).get(pk=user.pk)
    now = timezone.now()
    for within, most in LOOKS.items():
        latest = user.goal_looks.since(now - within).order_by("-at").values_list("at", flat=True)
        if len(spent := latest[:most]) == most:
            return spent[most - 1] + within
    GoalLook.objects.create(user=user, at=now)
    return None


def left(user: User) -> int:
    """How many looks a manager has now; one query."""
    now = timezone.now()
    spent = list(user.goal_looks.since(now - KEPT).values_list("at", flat=True))
    return max(
        0,
        min(most - sum(at > now - within for at in spent) for within, most in LOOKS.items()),
    )


# ---- in words that point at nobody ----


def lines(found: Change, department: int, goal: str, draft: str) -> list[Line]:
    """The preview's rows.

    Where only a few people come or go, a row says after what it says now: whatever one person
    does to a count cannot be read from the difference.
    """

    def row(label: str, name: str, now: int, after: int, differ: int) -> Line:
        before = told(now, off(department, name, goal))
        if is_few(differ, off(department, f"{name}, changed", draft)):
            return Line(label, before, before)
        return Line(label, before, told(after, off(department, name, draft)))

    now, after, differ = found.now, found.after, found.differ
    return [
        row(_("People who match strongly"), "strong", now.strong, after.strong, differ.strong),
        row(_("People who match well"), "good", now.good, after.good, differ.good),
        Line(_("Move up to Invest"), "", told(found.up, off(department, "up", draft))),
        Line(_("Move down to Maintain"), "", told(found.down, off(department, "down", draft))),
    ]


def off(department: int, row: str, text: str) -> int:
    """By how much a count is wrong: from -2 to 2, the same for the same words.

    Drawn with the server's key from what is counted and the wording, and from nobody: who asks
    again, or with other spaces and commas, is answered the same, and another wording is off by
    something else, also where it finds the same people.
    """
    wording = " ".join(re.findall(r"\w+", text.casefold()))
    digest = salted_hmac("cultivate.impact", f"{department}|{row}|{wording}", algorithm="sha256")
    return int.from_bytes(digest.digest(), "big") % (2 * OFF_BY + 1) - OFF_BY


def is_few(count: int, wrong_by: int) -> bool:
    """Whether a count is too small to be told: always below five, never from nine."""
    return count + wrong_by < FEWEST + OFF_BY


def told(count: int, wrong_by: int) -> str:
    """A count as it may be shown. Both sentences are true; where one ends is not to be found."""
    if is_few(count, wrong_by):
        return _("under %(count)d") % {"count": 2 * FEWEST}
    rounded = max(2 * FEWEST, (count + wrong_by + ROUND // 2) // ROUND * ROUND)
    return _("about %(count)s") % {"count": f"{rounded:,}"}


# ---- by the real engine ----


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
    well = (good[0] - strong[0], good[1] - strong[1])
    return Change(
        now=Counts(len(strong[0]), len(well[0])),
        after=Counts(len(strong[1]), len(well[1])),
        differ=Counts(len(strong[0] ^ strong[1]), len(well[0] ^ well[1])),
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
