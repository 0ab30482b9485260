"""Fill an empty database with the demonstration company."""

import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from recruiter import seeding
from recruiter.demo import company


class Command(BaseCommand):
    """One transaction: killed half-way, it leaves an empty database to the next start."""

    help = "Fill an empty database with the demonstration company."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--if-empty", action="store_true", help="do nothing when there is data already"
        )

    def handle(self, *, if_empty: bool, **options: Any) -> None:
        del options
        began = time.monotonic()
        with transaction.atomic():
            if not seeding.is_empty():
                if if_empty:
                    self.say("There is data already: nothing to seed.")
                    return
                raise CommandError(
                    "This database has data already. Seed an empty one: the demonstration company "
                    "is never mixed with real people."
                )
            seeding.seed(company(timezone.localdate()), self.say)
        self.say(f"Seeded in {time.monotonic() - began:.0f} s.")

    def say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()
