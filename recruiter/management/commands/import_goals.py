from typing import BinaryIO

from recruiter.importing.console import ImportCommand
from recruiter.importing.goal_import import import_goals
from recruiter.importing.outcome import Choices, Outcome, Progress


class Command(ImportCommand):
    help = "Import departments, big goals and managers from a CSV file: all of it, or nothing."

    def import_file(self, binary: BinaryIO, choices: Choices, progress: Progress) -> Outcome:
        return import_goals(binary, choices, progress)
