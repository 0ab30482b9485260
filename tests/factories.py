"""Makers of rows, one plain function each. Every argument has a default that is valid."""

import itertools
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from candidates.models import Candidate, Contact, Note, Statement
from hiring.models import BigGoal, Department, HiringManager
from recruiter.models import Recruiter, Relationship, ServedDepartment, User

number = itertools.count(1)
PASSWORD = "a long enough password"


def make_user(name: str = "", **fields: Any) -> User:
    name = name or f"User {next(number)}"
    email = fields.pop("email", f"{name.lower().replace(' ', '.')}@example.com")
    user = User(name=name, email=email, **fields)
    # A hash of a fast kind: hundreds of users, and no test but the log-in's cares.
    user.password = "md5$salt$" + "0" * 32
    user.save()
    return user


def make_recruiter(name: str = "", **fields: Any) -> Recruiter:
    user = fields.pop("user", None) or make_user(name)
    recruiter = Recruiter.objects.create(user=user, **fields)
    recruiter.refresh_from_db()
    return recruiter


def make_department(name: str = "", goal: str = "", **fields: Any) -> Department:
    department = Department.objects.create(name=name or f"Department {next(number)}", **fields)
    if goal:
        make_goal(department, goal)
    return department


def make_goal(department: Department, text: str = "", author: User | None = None) -> BigGoal:
    department.refresh_from_db()
    return department.state_goal(
        text or f"Be there for reason {next(number)}.",
        author=author,
        based_on=department.goal_version,
    )


def make_manager(department: Department, user: User | None = None) -> HiringManager:
    return HiringManager.objects.create(user=user or make_user(), department=department)


def serve(recruiter: Recruiter, department: Department, importance: int = 1) -> ServedDepartment:
    return ServedDepartment.objects.create(
        recruiter=recruiter, department=department, importance=importance
    )


def make_candidate(name: str = "", *statements: str, **fields: Any) -> Candidate:
    """A candidate with statements in their own words."""
    candidate = Candidate.objects.create(name=name or f"Candidate {next(number)}", **fields)
    for text in statements:
        make_statement(candidate, text)
    return candidate


def make_statement(candidate: Candidate, text: str = "", **fields: Any) -> Statement:
    fields.setdefault("source", "own_words")
    return Statement.objects.create(
        candidate=candidate,
        text=text or f"On Sundays I mend clock number {next(number)}.",
        **fields,
    )


def make_relationship(
    recruiter: Recruiter, candidate: Candidate | None = None, **fields: Any
) -> Relationship:
    return Relationship.objects.create(
        recruiter=recruiter, candidate=candidate or make_candidate(), **fields
    )


def make_note(candidate: Candidate, author: User, body: str = "A note.", **fields: Any) -> Note:
    return Note.objects.create(candidate=candidate, author=author, body=body, **fields)


def make_contact(candidate: Candidate, by: User, days_ago: int = 0, **fields: Any) -> Contact:
    return Contact.objects.create(
        candidate=candidate, by=by, happened_on=days_before(days_ago), **fields
    )


def days_before(days: int) -> date:
    return timezone.localdate() - timedelta(days=days)
