import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from recruiter.encoder import EncoderError
from recruiter.learning import CannotLearn, learn
from recruiter.readings import shipped_encoder


class Command(BaseCommand):
    help = (
        "Learn purpose or problem from people's corrections: prints before and after as one JSON"
        " object, and writes the learned head unless it would be worse."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("head", type=Path, metavar="HEAD.npz", help="where the head is written")

    def handle(self, *args: Any, **options: Any) -> None:
        del args
        head: Path = options["head"]
        if not head.parent.is_dir():
            raise CommandError(f"There is no folder {head.parent}. Make it first.")
        try:
            lesson = learn(shipped_encoder(), head)
        except (CannotLearn, EncoderError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(json.dumps(asdict(lesson), indent=2))
        if lesson.objection:
            raise CommandError(f"Nothing was written. {lesson.objection}")
        self.stderr.write(
            f"Written. Set CULTIVATE_PURPOSE_HEAD={head} for web and worker, and restart both:"
            " every list is then read and ranked anew."
        )
