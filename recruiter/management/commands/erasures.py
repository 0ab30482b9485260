"""Erasures that have to outlive a restored copy, and the way back for who asks for it."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from candidates.models import Tombstone
from recruiter import erasing, tombstones

BYTES = 32


class Command(BaseCommand):
    """Keep the list with the backups: after a restore, `again` erases whoever came back."""

    help = "List erasures, erase again after a restore, or let somebody back in."

    def add_arguments(self, parser: ArgumentParser) -> None:
        commands = parser.add_subparsers(dest="what", required=True)
        commands.add_parser("list", help="Print the tombstones, one a line.")
        again = commands.add_parser("again", help="Erase whoever is on a printed list.")
        again.add_argument("file", type=Path)
        lift = commands.add_parser("lift", help="Let somebody be added again who asked for it.")
        lift.add_argument("--name", default="")
        lift.add_argument("--email", default="")

    def handle(self, *, what: str, **options: Any) -> None:
        if what == "list":
            for digest in Tombstone.objects.order_by("pk").values_list("digest", flat=True):
                self.stdout.write(bytes(digest).hex())
        elif what == "again":
            self.stdout.write(f"{again(options['file'])} people erased.")
        elif not tombstones.lift(options["name"], options["email"]):
            raise CommandError("Nobody was erased under this name or address.")


@transaction.atomic
def again(file: Path) -> int:
    try:
        digests = [bytes.fromhex(line) for line in file.read_text().split()]
    except (OSError, ValueError) as error:
        raise CommandError(f"{file} is no list of erasures: {error}") from error
    if any(len(one) != BYTES for one in digests):
        raise CommandError(f"{file} is no list of erasures: each line has 64 letters.")
    tombstones.carve(digests)
    return erasing.erase_again()
