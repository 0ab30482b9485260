"""Import departments, their big goals and their managers, in one transaction."""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import BinaryIO

from django.db import transaction

from hiring.models import GOAL_MAX_LENGTH, BigGoal, Department, HiringManager
from recruiter.importing.cells import email, name_of, prose_of
from recruiter.importing.columns import Columns
from recruiter.importing.outcome import Choices, Outcome, Progress, silent
from recruiter.importing.problems import FileRefused, Problem, excerpt
from recruiter.importing.rows import length_of, row_reader, slots
from recruiter.importing.table import Row, Table, open_table
from recruiter.models import User

COLUMNS = Columns(
    synonyms={
        "department": ("department name", "team", "unit"),
        "goal": ("big goal", "department goal", "purpose", "text"),
        "manager_email": ("manager e-mail", "hiring manager email", "hiring manager e-mail"),
        "manager_name": ("manager", "hiring manager", "hiring manager name"),
    },
    required=frozenset({"department", "goal"}),
)
MISSING = {"department": "Give the department's name."}


@dataclass(frozen=True)
class GoalRow:
    """One row of the file. Every value may be empty but the department."""

    number: int
    line: int
    department: str
    goal: str
    manager_email: str
    manager_name: str


@dataclass
class Plan:
    """What the file says of one department; `managers` is address in lower case to `Manager`."""

    row: GoalRow
    goal: str = ""
    managers: dict[str, "Manager"] = field(default_factory=dict)


@dataclass
class Manager:
    """Somebody whom the file calls a manager; the same object in each of their departments."""

    email: str
    name: str


def import_goals(
    binary: BinaryIO, choices: Choices | None = None, progress: Progress = silent
) -> Outcome:
    """Bring departments, goals and managers in line with a file, or leave all as it is.

    A goal that reads as the one in force makes no new version. Nobody is ever removed: a manager
    whom the file does not name stays one.

    Args:
        binary: a seekable stream. It is read twice.
        progress: called once, after reading: such files are short.

    Raises:
        FileRefused: the file cannot be read; nothing was written.
    """
    choices = choices or Choices()
    with (
        open_table(
            binary, COLUMNS, encoding=choices.encoding, delimiter=choices.delimiter
        ) as table,
        transaction.atomic(),
    ):
        rows, plans, problems = read_goals(table)
        progress(rows, 1.0)
        known = departments()
        usable, more = possible(plans, known, table)
        problems = sorted(problems + more, key=lambda problem: problem.row)
        outcome = Outcome(table.description, table.layout.ignored, rows, problems)
        if problems and not choices.skip_bad:
            return outcome
        counts = write(usable, known)
        if choices.dry_run:
            transaction.set_rollback(True)
    return replace(outcome, counts=counts, written=not choices.dry_run)


def read_goals(table: Table) -> tuple[int, list[Plan], list[Problem]]:
    """Read the whole file and bring the rows of one department together.

    Returns:
        How many rows there are, what they ask for in the order of the file, and the bad ones.
    """
    rows = 0
    plans: dict[str, Plan] = {}
    managers: dict[str, Manager] = {}
    problems: list[Problem] = []
    for found in goal_rows(table):
        rows += 1
        if isinstance(found, GoalRow):
            found = merge(found, plans, managers, table)
        problems += found
    if not rows:
        raise FileRefused("no_rows", "There are no rows under the header.")
    return rows, list(plans.values()), problems


def goal_rows(table: Table) -> Iterator[GoalRow | list[Problem]]:
    rules = {
        "department": name_of(length_of(Department, "name")),
        "goal": prose_of(GOAL_MAX_LENGTH),
        "manager_email": email,
        "manager_name": name_of(length_of(User, "name")),
    }
    found = slots(table.layout, rules, MISSING)
    read = row_reader(list(found.values()))
    for row in table.rows():
        if not isinstance(row, Row):
            yield [row]
            continue
        values, problems = read(row)
        said = {name: value for (name, _), value in zip(found, values, strict=True)}
        if not problems and said.get("manager_name") and not said.get("manager_email"):
            problems.append(
                Problem(
                    row.number,
                    row.line,
                    table.layout.title("manager_email"),
                    "missing",
                    "Give the manager's e-mail address: it is what they log in with.",
                )
            )
        if problems:
            yield problems
            continue
        yield GoalRow(
            row.number,
            row.line,
            said["department"],
            said["goal"],
            said.get("manager_email", ""),
            said.get("manager_name", ""),
        )


def merge(
    row: GoalRow, plans: dict[str, Plan], managers: dict[str, Manager], table: Table
) -> list[Problem]:
    """Add a row to what is known of its department and manager, unless it contradicts that."""
    plan = plans.get(row.department.lower(), Plan(row))
    address = row.manager_email.lower()
    manager = managers.get(address, Manager(row.manager_email, row.manager_name))
    contradictions = [
        problem(
            row,
            table.layout.title(column),
            "contradiction",
            f"An earlier row says something else: {excerpt(first)}.",
            now,
        )
        for column, now, first in (
            ("goal", row.goal, plan.goal),
            ("manager_name", row.manager_name, manager.name),
        )
        if now and first and now != first
    ]
    if not contradictions:
        plans[row.department.lower()] = plan
        plan.goal = plan.goal or row.goal
        if address:
            managers[address] = plan.managers[address] = manager
            manager.name = manager.name or row.manager_name
    return contradictions


def problem(row: GoalRow, column: str, code: str, message: str, value: str = "") -> Problem:
    return Problem(row.number, row.line, column, code, message, excerpt(value))


def departments() -> dict[str, Department]:
    """Every department by its name and by its name in lower case, locked until the end.

    There are few of them. `lower` is Python's, because a file says Équipe for équipe.
    """
    locked = list(
        Department.objects.with_goal().select_for_update(of=("self",), no_key=True).order_by("pk")
    )
    return {d.name.lower(): d for d in locked} | {d.name: d for d in locked}


def find(plan: Plan, known: dict[str, Department]) -> Department | None:
    name = plan.row.department
    return known.get(name) or known.get(name.lower())


def possible(
    plans: list[Plan], known: dict[str, Department], table: Table
) -> tuple[list[Plan], list[Problem]]:
    """Part the plans that can be carried out from those that the database speaks against."""
    usable: list[Plan] = []
    problems: list[Problem] = []
    for plan in plans:
        department = find(plan, known)
        if department and department.closed_at:
            column, code, message = "department", "closed", "This department is closed."
        elif not plan.goal and not (department and department.big_goal):
            column, code, message = "goal", "missing", "Write why the department exists."
        else:
            usable.append(plan)
            continue
        problems.append(
            problem(plan.row, table.layout.title(column), code, message, plan.row.department)
        )
    return usable, problems


def write(plans: list[Plan], known: dict[str, Department]) -> dict[str, int]:
    """Carry out what the file asks for and say what changed."""
    new = stated = accounts = appointed = 0
    for plan in plans:
        department = find(plan, known)
        if department is None:
            department = Department.objects.create(name=plan.row.department)
            new += 1
        if plan.goal and not same_wording(plan.goal, department.big_goal):
            # Nobody's words: who prepared the file is not known, and its manager may never have
            # seen it.
            department.state_goal(plan.goal, author=None, based_on=department.goal_version)
            stated += 1
        for manager in plan.managers.values():
            user = User.objects.filter(email__iexact=manager.email).first()
            if user is None:
                user = User.objects.create_user(manager.email, name=manager.name or manager.email)
                accounts += 1
            _, is_new = HiringManager.objects.get_or_create(user=user, department=department)
            appointed += is_new
    return {
        "departments": len(plans),
        "of them new": new,
        "goals stated": stated,
        "managers appointed": appointed,
        "accounts without a password": accounts,
    }


def same_wording(text: str, goal: BigGoal | None) -> bool:
    """Whether a goal says it already, white space apart."""
    if goal is None:
        return False
    return text.split() == unicodedata.normalize("NFC", goal.text).split()
