from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from recruiter import ranking
from recruiter.models import Cause, Recruiter, mark_due
from recruiter.sweep import sweep


class Command(BaseCommand):
    help = "Re-rank everything that is due, in this process, without Celery or Valkey."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--all", action="store_true", help="mark every recruiter due first")

    def handle(self, *args: Any, **options: Any) -> None:
        del args
        sweep()
        if options["all"]:
            mark_due(Recruiter.objects.values_list("pk", flat=True), Cause.ASKED)
        while outcomes := ranking.rerank():
            for recruiter_id, outcome in outcomes.items():
                self.stdout.write(f"Recruiter {recruiter_id}: {outcome}")
