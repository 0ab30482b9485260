from typing import BinaryIO

from recruiter.importing.candidate_import import import_candidates
from recruiter.importing.console import ImportCommand
from recruiter.importing.outcome import Choices, Outcome, Progress


class Command(ImportCommand):
    help = "Import people and what they said from a CSV file: all of it, or nothing."

    def import_file(self, binary: BinaryIO, choices: Choices, progress: Progress) -> Outcome:
        return import_candidates(binary, choices, progress)
