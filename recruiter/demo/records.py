"""What the demonstration company is made of: frozen records, no database."""

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

Source = Literal["own_words", "heard", "import"]
Kind = Literal["purpose", "problem", "unsure"]
TierName = Literal["invest", "maintain"]


@dataclass(frozen=True)
class DemoGoal:
    """One wording of a big goal."""

    text: str
    stated_on: date


@dataclass(frozen=True)
class DemoOpening:
    text: str
    opened_on: date
    closes_on: date


@dataclass(frozen=True)
class DemoDepartment:
    """A department, its manager, and every wording of its goal, oldest first."""

    name: str
    manager: str
    email: str
    goals: tuple[DemoGoal, ...]
    confirmed_on: date
    openings: tuple[DemoOpening, ...] = ()


@dataclass(frozen=True)
class DemoStatement:
    """Something a person said. `judged` is what its author meant it to be; it is never shown.

    `corrected` is what a recruiter said it is, and empty for nearly all.
    """

    text: str
    source: Source
    said_on: date
    judged: Kind
    theme: str = ""
    link: str = ""
    corrected: Literal["purpose", "problem", ""] = ""


@dataclass(frozen=True)
class DemoPerson:
    """Somebody in the pool. The e-mail address tells people apart."""

    name: str
    email: str
    phone: str
    headline: str
    location: str
    source: str
    known_since: date
    statements: tuple[DemoStatement, ...] = ()
    asked_on: date | None = None
    objected_on: date | None = None
    do_not_contact_since: date | None = None
    consented_on: date | None = None


@dataclass(frozen=True)
class DemoRelationship:
    """Somebody on a recruiter's list.

    `rhythm` says how the contacts went, in cadences: None for never any, under 1 when the next
    one is ahead, exactly 1 when it is due today, more when it is overdue.
    """

    person: str
    added_on: date
    rhythm: float | None
    pin: TierName | Literal[""] = ""
    pin_reason: str = ""
    pin_until: date | None = None
    snoozed_until: date | None = None


@dataclass(frozen=True)
class DemoContact:
    happened_on: date
    channel: str
    inbound: bool
    answered: bool
    text: str


@dataclass(frozen=True)
class DemoNote:
    person: str
    author: str
    body: str
    private: bool
    written_on: date


@dataclass(frozen=True)
class DemoRecruiter:
    """A recruiter: departments served by name with their importance 1..3, and the list."""

    name: str
    email: str
    time_zone: str
    served: dict[str, int]
    relationships: tuple[DemoRelationship, ...]


@dataclass(frozen=True)
class Company:
    """The demonstration company as it stands on `today`.

    `moments` are the days on which its lists were re-ranked, oldest first: the seeding command
    replays them, so that there is a history of moves.
    """

    name: str
    today: date
    departments: tuple[DemoDepartment, ...]
    people: tuple[DemoPerson, ...]
    recruiters: tuple[DemoRecruiter, ...]
    notes: tuple[DemoNote, ...]
    administrator: tuple[str, str]
    moments: tuple[date, ...] = field(default=())
