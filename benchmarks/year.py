"""A year of edits at the demonstration company: who moves, how often, and whether the reasons hold.

    python -m benchmarks.year [--days 365]

Works in a database of its own, on the server of DATABASE_URL or else on a temporary one.
Seeds the company as it was a year before a fixed day, with the list of one recruiter; makes about
280 edits of every kind (benchmarks/edits.py), re-ranks after each, and replays every ranking on the
spot and again at the end. Everything is dealt by fixed chance; with the same encoder the same comes
out. Prints one JSON object:

churn: of each re-rank, how many people it moved into Invest and out of it.
moves: everybody whose place or tier changed. `named`: the reason is the edit itself, on this very
person, statement or department. `others`: it says that others moved, and nothing of the person's
own did it. `unexplained`: anything else, with examples. Judged by benchmarks/reasons.py.
shown: the same for those whom the page Runs shows, which folds away small shifts.
line: the same for those who crossed the line between the tiers.
same_meaning: edits that keep the meaning, and how many of them moved somebody over the line;
`at_faint` of these people had points that crossed Faint, where no bonus holds anybody.
replay: of all rankings, how many were made again without a difference.
bytes: what a ranking keeps, and what one re-rank writes to the write-ahead log.
"""

import argparse
import json
import math
import os
import statistics
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "recruiter.settings")
django.setup()

from benchmarks.databases import (  # noqa: E402 after setup()
    on_a_server_of_its_own,
    own_database,
    written,
)
from benchmarks.edits import SAME_MEANING, YEAR, Edit, days_of, rewrites  # noqa: E402
from benchmarks.reasons import Seen, Told, told  # noqa: E402
from benchmarks.world import DOING, World, begin  # noqa: E402
from recruiter import differences, ranking, readings, tiering  # noqa: E402
from recruiter.demo import company  # noqa: E402
from recruiter.models import Ranking  # noqa: E402
from recruiter.ranking import Outcome  # noqa: E402
from recruiter.replay import Replay, Verdict, replay  # noqa: E402

TODAY = date(2026, 6, 30)
EXAMPLES = 10


@dataclass
class Run:
    """One edit, and the re-rank after it.

    Attributes:
        row: None when the re-rank found that nothing had changed.
        moves: everybody who moved, each with the judgement on the reason.
        log: bytes that the re-rank wrote to the write-ahead log.
    """

    edit: Edit
    row: Ranking | None
    moves: list[tuple[tiering.Move, Told]] = field(default_factory=list)
    log: int = 0
    replayed: Replay | None = None

    @property
    def churn(self) -> int:
        return self.row.entered + self.row.left if self.row else 0

    @property
    def over_the_line(self) -> list[tuple[tiering.Move, Told]]:
        return [pair for pair in self.moves if pair[0].tier != pair[0].tier_before]


def simulate(days: int) -> tuple[World, list[Run]]:
    """Make the edits of the first days of the year, one re-rank after each."""
    plan, start = company(TODAY), TODAY - timedelta(days=YEAR)
    world = begin(plan, start)
    while ranking.rerank():
        pass
    coming, rewritten = days_of(world.dice), rewrites(plan, start)
    runs = []
    seen = Seen.of(world.recruiter.rankings.get())
    for number in range(1, days + 1):
        world.day = start + timedelta(days=number)
        for edit in edits_of(world, number, coming, rewritten):
            run = one_run(world, edit, seen)
            runs.append(run)
            if run.row:
                seen, world.contacted = Seen.of(run.row), set()
    return world, runs


def edits_of(
    world: World, number: int, coming: Sequence[Any], rewritten: Sequence[Any]
) -> Iterator[Edit]:
    """What is done on a day, one after the other; contacts are logged first."""
    world.contact_who_is_due()
    yield from world.pins_that_end()
    for one in rewritten:
        if one.day == world.day and (edit := world.goal_rewritten(one.department, one.wording)):
            yield edit
    for day, kind in coming:
        if day == number and (edit := DOING[kind](world)):
            yield edit


def one_run(world: World, edit: Edit, before: Seen) -> Run:
    began = written()
    outcomes: set[Outcome] = set()
    while found := ranking.rerank([world.recruiter.pk]):
        outcomes |= set(found.values())
    log = written() - began
    if Outcome.PUBLISHED not in outcomes:
        return Run(edit, None)
    row = world.recruiter.rankings.latest("number")
    after = Seen.of(row)
    moves = [
        (move, told(move, edit, world.contacted, before, after))
        for move in tiering.compare(before.ranking, after.ranking)
        if move.moved
    ]
    return Run(edit, row, moves, log, replay(row, readings.current_encoder()))


def report(world: World, runs: Sequence[Run], days: int) -> dict[str, Any]:
    published = [run for run in runs if run.row]
    listed = world.recruiter.relationships
    return {
        "encoder": readings.current_encoder().model_id,
        "days": days,
        "edits": len(runs),
        "rankings": len(published),
        "contacts": world.recruiter.user.contacts.count(),
        "people_at_the_end": listed.count(),
        "in_invest_at_the_end": listed.invested().count(),
        "churn": churn_of(published),
        "moves": reasons_of([pair for run in runs for pair in run.moves]),
        "shown": reasons_of(
            [pair for run in runs for pair in run.moves if differences.way(pair[0]) != "folded"]
        ),
        "line": reasons_of([pair for run in runs for pair in run.over_the_line]),
        "unexplained": list(unexplained(runs)),
        "same_meaning": same_meaning(runs),
        "kinds": by_kind(runs),
        "replay": replays(published),
        "bytes": sizes(published),
    }


def churn_of(runs: Sequence[Run]) -> dict[str, Any]:
    churn = sorted(run.churn for run in runs)
    return {
        "median": statistics.median(churn),
        "mean": round(statistics.mean(churn), 2),
        "p95": churn[math.ceil(0.95 * len(churn)) - 1],
        "most": churn[-1],
        "runs_without": sum(not one for one in churn),
        "total": sum(churn),
    }


def reasons_of(moves: Sequence[tuple[tiering.Move, Told]]) -> dict[str, Any]:
    judged = Counter(judgement for _, judgement in moves)
    count = max(len(moves), 1)
    return {
        "all": len(moves),
        **{str(one): judged[one] for one in Told},
        "named_share": round(judged[Told.NAMED] / count, 3),
        "reasons": dict(Counter(str(move.why) for move, _ in moves).most_common()),
    }


def unexplained(runs: Sequence[Run]) -> Iterator[str]:
    """The first moves without a reason that holds."""
    found = [
        f"{run.edit} moved {move}"
        for run in runs
        for move, judgement in run.moves
        if judgement == Told.UNEXPLAINED
    ]
    yield from found[:EXAMPLES]


def same_meaning(runs: Sequence[Run]) -> dict[str, Any]:
    groups: dict[str, list[Run]] = defaultdict(list)
    for run in runs:
        if run.edit.kind in SAME_MEANING:
            groups[f"{run.edit.kind} {run.edit.level}".strip()].append(run)
    return {
        name: {
            "edits": len(group),
            "moved_somebody": sum(run.churn > 0 for run in group),
            "people_moved": sum(run.churn for run in group),
            "at_faint": sum(at_faint(move) for run in group for move, _ in run.over_the_line),
        }
        for name, group in sorted(groups.items())
    }


def at_faint(move: tiering.Move) -> bool:
    faint = ranking.POLICY.faint
    return (move.points_before < faint) != (move.points < faint)


def by_kind(runs: Sequence[Run]) -> dict[str, Any]:
    groups: dict[str, list[Run]] = defaultdict(list)
    for run in runs:
        groups[run.edit.kind].append(run)
    return {
        name: {
            "edits": len(group),
            "churn_mean": round(statistics.mean(run.churn for run in group), 2),
            "churn_most": max(run.churn for run in group),
        }
        for name, group in sorted(groups.items())
    }


def replays(runs: Sequence[Run]) -> dict[str, Any]:
    """On the spot, and again now that texts were edited and people are gone."""
    then = [run.replayed for run in runs if run.replayed]
    encoder = readings.current_encoder()
    now = [replay(Ranking.objects.get(pk=run.row.pk), encoder) for run in runs if run.row]
    return {"on_the_spot": verdicts(then), "at_the_end": verdicts(now)}


def verdicts(found: Sequence[Replay]) -> dict[str, Any]:
    pairs = sum(one.pairs for one in found)
    return {
        "same": sum(one.verdict == Verdict.SAME for one in found),
        "differs": sum(one.verdict != Verdict.SAME for one in found),
        "fingerprint_compared": sum(one.fingerprint is not None for one in found),
        "points_made_again": round(sum(one.made_again for one in found) / max(pairs, 1), 4),
    }


def sizes(runs: Sequence[Run]) -> dict[str, Any]:
    rows = [run.row for run in runs if run.row]
    return {
        "inputs": round(statistics.median(len(row.inputs) for row in rows)),
        "records": round(statistics.median(len(row.records) for row in rows)),
        "log_median": round(statistics.median(run.log for run in runs)),
        "log_most": max(run.log for run in runs),
    }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--days", type=int, default=YEAR, choices=range(1, YEAR + 1), metavar="N")
    options = parser.parse_args()
    if not os.environ.get("DATABASE_URL"):
        return on_a_server_of_its_own("benchmarks.year", sys.argv[1:])
    with own_database():
        world, runs = simulate(options.days)
        print(json.dumps(report(world, runs, options.days), indent=2))
    return 0


if __name__ == "__main__":
    sys.exit(main())
