"""Everything held about one person, private notes included, for whoever answers for it by law."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.template.loader import render_to_string

from candidates.models import Candidate
from recruiter import acts, export_page, exporting


class Command(BaseCommand):
    """Writes JSON and a page to read. Nobody sees all of it on a screen of the application."""

    help = "Write everything that is held about a person into a folder."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("person", type=int, help="The number in the address of their page.")
        parser.add_argument("folder", type=Path)

    def handle(self, *, person: int, folder: Path, **options: Any) -> None:
        del options
        candidate = Candidate.objects.filter(pk=person).first()
        if candidate is None:
            raise CommandError(f"Nobody has the number {person}.")
        tables = exporting.export(candidate)
        folder.mkdir(parents=True, exist_ok=True)
        words = json.dumps(exporting.as_json(tables), ensure_ascii=False, indent=2)
        (folder / f"person-{person}.json").write_text(words, encoding="utf-8")
        page = render_to_string(
            "own/export.html", {"parts": export_page.read(candidate, exporting.EVERYTHING)}
        )
        (folder / f"person-{person}.html").write_text(page, encoding="utf-8")
        acts.note(candidate, acts.Action.DOWNLOADED)
        self.stdout.write(f"Written to {folder}.")
