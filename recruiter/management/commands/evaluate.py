import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from recruiter.encoder import EncoderError
from recruiter.measuring.judges import PEERS, Engine
from recruiter.measuring.measure import measure_goals, measure_match, measure_purpose
from recruiter.measuring.rows import RowError, read_labelled, read_match
from recruiter.readings import current_encoder


class Command(BaseCommand):
    help = "Measure the engine on labelled texts: one JSON object. Needs no running server."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        kinds = parser.add_subparsers(dest="kind", required=True, metavar="purpose|match|goals")
        purpose = kinds.add_parser("purpose", help="text and label, PURPOSE or PROBLEM")
        purpose.add_argument("files", nargs=1, type=Path, metavar="FILE.jsonl")
        match = kinds.add_parser("match", help="how well each goal finds its people in a pool")
        match.add_argument("files", nargs=3, type=Path, metavar="GOALS POOL RELEVANCE")
        goals = kinds.add_parser("goals", help="text and label, GOAL or SPEC")
        goals.add_argument("files", nargs=1, type=Path, metavar="FILE.jsonl")
        for kind in (purpose, match, goals):
            kind.add_argument("--peer", choices=sorted(PEERS), help="measure what others would do")

    def handle(self, *args: Any, **options: Any) -> None:
        del args
        files: list[Path] = options["files"]
        try:
            judge = PEERS[options["peer"]]() if options["peer"] else Engine(current_encoder())
            if options["kind"] == "match":
                report = measure_match(judge, read_match(*files))
            elif options["kind"] == "goals":
                report = measure_goals(judge, read_labelled(files[0], ("GOAL", "SPEC")))
            else:
                report = measure_purpose(judge, read_labelled(files[0], ("PURPOSE", "PROBLEM")))
        except (RowError, EncoderError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(json.dumps(report, indent=2))
