"""Make a published ranking again, for an auditor."""

import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from recruiter import readings, tiering
from recruiter.models import Ranking
from recruiter.replay import Replay, Verdict, replay

SHOWN = 40
CODES = {Verdict.SAME: 0, Verdict.DIFFERS: 1, Verdict.NOT_KEPT: 2}


class Command(BaseCommand):
    help = (
        "Make a published ranking again from its recorded inputs, and compare points, order, tiers "
        "and reasons with what was published. Ends with 1 when anything differs, and with 2 when "
        "its inputs were not kept."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("run", nargs="?", type=int, help="primary key of the ranking")
        parser.add_argument("--recruiter", metavar="EMAIL", help="whose; with --number")
        parser.add_argument("--number", type=int, help="of the recruiter's run, as Runs shows it")
        parser.add_argument("--json", action="store_true", help="one JSON object")

    def handle(
        self, *, run: int | None, recruiter: str | None, number: int | None, **options: Any
    ) -> None:
        done = replay(chosen(run, recruiter, number), readings.current_encoder())
        if options["json"]:
            self.stdout.write(json.dumps(as_json(done), indent=2))
        else:
            for line in lines(done):
                self.stdout.write(line)
        if code := CODES[done.verdict]:
            sys.exit(code)


def chosen(run: int | None, recruiter: str | None, number: int | None) -> Ranking:
    """The ranking that is meant.

    Raises:
        CommandError: there is none, or the arguments name none.
    """
    rankings = Ranking.objects.select_related("recruiter__user")
    if run is not None and recruiter is None and number is None:
        found = rankings.filter(pk=run)
    elif run is None and recruiter is not None and number is not None:
        found = rankings.filter(recruiter__user__email__iexact=recruiter, number=number)
    else:
        raise CommandError("Name a ranking: its primary key, or --recruiter and --number.")
    ranking = found.first()
    if ranking is None:
        raise CommandError("There is no such ranking.")
    return ranking


def lines(done: Replay) -> Iterator[str]:
    """What came of it, in plain lines."""
    ranking = done.ranking
    yield (
        f"Re-rank {ranking.number} of {ranking.recruiter.user.email}, ranking {ranking.pk}, "
        f"published {ranking.published_at:%Y-%m-%d %H:%M:%S} UTC"
    )
    if done.verdict == Verdict.NOT_KEPT:
        yield "Recorded before inputs were kept: it can be read, and not made again."
        return
    for problem in done.problems:
        yield f"It cannot be made again: {problem}"
    if done.recorded is not None:
        yield from checks(done, done.recorded)
    shown = list(map(str, done.differences[:SHOWN]))
    yield from shown
    if len(done.differences) > len(shown):
        yield f"and {len(done.differences) - len(shown):,} more; --json has them all"
    yield "Everything agrees." if done.verdict == Verdict.SAME else "It is not as published."


def checks(done: Replay, recorded: tiering.Recorded) -> Iterator[str]:
    """What was compared, and what could not be."""
    scored = recorded.scored
    yield (
        f"Made from {len(scored.people.keys):,} people, {len(scored.statements.keys):,} statements "
        f"({int(scored.statements.counted.sum()):,} counted), {len(recorded.served.keys)} goals "
        f"and {scored.places} places; policy {recorded.policy.version}; {scored.method}"
    )
    yield (
        "Decided again from the recorded points, and compared with the published points, order, "
        "tiers and reasons."
    )
    yield f"Certainties compared with {done.readings:,} stored readings."
    if done.same_encoder:
        yield f"Points made again from stored vectors: {done.made_again:,} of {done.pairs:,}."
    else:
        yield (
            f"Points were not made again from vectors: the ranking's are not of this encoder, "
            f"{done.present}."
        )
    yield {
        True: "The fingerprint of the inputs is the published one.",
        False: "The fingerprint of the inputs is not the published one.",
        None: "The fingerprint of the inputs was not compared: texts that it needs are gone.",
    }[done.fingerprint]
    for words, keys in (
        ("People erased since", done.gone.people),
        ("Statements deleted since", done.gone.deleted),
        ("Statements edited since", done.gone.edited),
        ("Counted statements without a stored reading of their text", done.gone.unread),
        ("Departments without a stored reading of their goal", done.gone.goals),
    ):
        if keys:
            yield f"{words}: {len(keys):,} ({ids(keys)})"


def ids(keys: Sequence[int]) -> str:
    more = f" and {len(keys) - SHOWN:,} more" if len(keys) > SHOWN else ""
    return ", ".join(map(str, keys[:SHOWN])) + more


def as_json(done: Replay) -> dict[str, object]:
    """The same for a program; ids only."""
    ranking, recorded = done.ranking, done.recorded
    answer: dict[str, object] = {
        "ranking": ranking.pk,
        "recruiter": ranking.recruiter.user.email,
        "number": ranking.number,
        "published_at": ranking.published_at.isoformat(),
        "verdict": done.verdict,
        "problems": list(done.problems),
        "differences": [asdict(one) for one in done.differences],
    }
    if recorded is None:
        return answer
    scored = recorded.scored
    return answer | {
        "policy": asdict(recorded.policy),
        "method": scored.method,
        "people": len(scored.people.keys),
        "statements": len(scored.statements.keys),
        "counted": int(scored.statements.counted.sum()),
        "goals": len(recorded.served.keys),
        "places": scored.places,
        "readings_compared": done.readings,
        "encoder": done.present,
        "pairs": done.pairs,
        "pairs_made_again": done.made_again,
        "fingerprint_agrees": done.fingerprint,
        "gone": asdict(done.gone),
    }
