"""The demonstration company: words written by hand, dealt by chance that never changes.

Pure data and functions; the database is filled by the command `seed_demo`.
"""

from recruiter.demo.company import company
from recruiter.demo.contacts import contacts
from recruiter.demo.records import (
    Company,
    DemoContact,
    DemoDepartment,
    DemoGoal,
    DemoNote,
    DemoOpening,
    DemoPerson,
    DemoRecruiter,
    DemoRelationship,
    DemoStatement,
)

DEMO_PASSWORD = "cultivate-demo"  # noqa: S105 - printed when the demonstration starts
# Role and address of those whose log-ins are printed.
DEMO_LOGINS = (
    ("recruiter", "rita@example.com"),
    ("hiring manager", "hana@example.com"),
    ("administrator", "ada@example.com"),
)

__all__ = [
    "DEMO_LOGINS",
    "DEMO_PASSWORD",
    "Company",
    "DemoContact",
    "DemoDepartment",
    "DemoGoal",
    "DemoNote",
    "DemoOpening",
    "DemoPerson",
    "DemoRecruiter",
    "DemoRelationship",
    "DemoStatement",
    "company",
    "contacts",
]
