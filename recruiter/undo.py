"""Taking back what one press did, for a day."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from candidates.models import Candidate, Contact, Statement, Tag, Tagging
from hiring.models import Department
from recruiter import departing, moves, unwriting, violations
from recruiter.departing import CannotTakeBack
from recruiter.models import GoalInterest, Relationship, Tier, UndoRecord, User
from recruiter.unwriting import moment, text_of

KEPT = timedelta(days=1)
CONTACT_FIELDS = (
    "happened_on",
    "happened_at",
    "channel",
    "direction",
    "answered",
    "text",
    "key",
    "created_at",
)
KEPT_ROWS: dict[str, type[models.Model]] = {
    "statement": Statement,
    "contact": Contact,
    "candidate": Candidate,
    "relationship": Relationship,
}
"""Rows whose changes are remembered field by field, by the name that a record calls them."""


def remember_contact(contact: Contact, user: User, batch: UUID | None = None) -> UndoRecord:
    """A contact logged just now."""
    return unwriting.remember_new(contact, user, UndoRecord.Action.CONTACT, batch)


def remember_pin(relationship: Relationship, user: User, batch: UUID | None = None) -> UndoRecord:
    """A pin as it is before it is set or lifted."""
    before = {
        "tier": relationship.tier,
        "pin": relationship.pin,
        "reason": relationship.pin_reason,
        "until": text_of(relationship.pin_until),
    }
    return UndoRecord.objects.create(
        user=user,
        action=UndoRecord.Action.PIN,
        candidate=relationship.candidate,
        target_id=relationship.pk,
        before=before,
        batch=batch,
    )


def as_is(row: models.Model) -> dict[str, object]:
    """Every field of a row, to be handed to `remember_change` once it has been changed."""
    return {
        field.attname: kept(getattr(row, field.attname))
        for field in row._meta.concrete_fields
        if not field.generated and not isinstance(field, models.BinaryField)
    }


def remember_change(
    row: models.Model,
    before: dict[str, object],
    candidate: Candidate,
    user: User,
    action: UndoRecord.Action,
) -> UndoRecord:
    """What a change made of a row of `KEPT_ROWS`: the fields that differ, as they were and are."""
    now = as_is(row)
    changed = [name for name in before if before[name] != now[name]]
    return UndoRecord.objects.create(
        user=user,
        action=action,
        candidate=candidate,
        target_id=row.pk,
        before={
            "row": row._meta.model_name,
            "was": {name: before[name] for name in changed},
            "now": {name: now[name] for name in changed},
        },
    )


def remember_deleted_contact(contact: Contact, user: User) -> UndoRecord:
    """A contact that is about to be deleted."""
    return UndoRecord.objects.create(
        user=user,
        action=UndoRecord.Action.CONTACT_DELETE,
        candidate=contact.candidate,
        target_id=contact.pk,
        before={name: kept(getattr(contact, name)) for name in CONTACT_FIELDS},
    )


def remember_snooze(
    relationship: Relationship, user: User, batch: UUID | None = None
) -> UndoRecord:
    """When somebody is due again, as it is before they are snoozed, skipped or woken."""
    return UndoRecord.objects.create(
        user=user,
        action=UndoRecord.Action.SNOOZE,
        candidate=relationship.candidate,
        target_id=relationship.pk,
        before={
            "until": text_of(relationship.snoozed_until),
            "reason": relationship.snooze_reason,
        },
        batch=batch,
    )


def place_of(relationship: Relationship) -> dict[str, str]:
    """Where somebody is and what holds them there; taken before a move touches it."""
    return {
        "tier": relationship.tier,
        "since": text_of(relationship.tier_since),
        "pin": relationship.pin,
        "reason": relationship.pin_reason,
        "until": text_of(relationship.pin_until),
    }


def remember_move(
    moved: Relationship, before: dict[str, str], user: User, batch: UUID | None = None
) -> UndoRecord:
    """A move by hand that was made just now; `before` is `place_of` of the moment before it."""
    return UndoRecord.objects.create(
        user=user,
        action=UndoRecord.Action.MOVE,
        candidate=moved.candidate,
        target_id=moved.pk,
        before={"was": before, "now": text_of(moved.tier_since)},
        batch=batch,
    )


def remember_swap(
    up: Relationship,
    down: Relationship,
    before: tuple[dict[str, str], dict[str, str]],
    user: User,
) -> UndoRecord:
    """A swap made just now; `before` is `place_of` of both."""
    sides = {
        name: {"pk": one.pk, "was": was, "now": text_of(one.tier_since)}
        for name, one, was in (("up", up, before[0]), ("down", down, before[1]))
    }
    return UndoRecord.objects.create(
        user=user,
        action=UndoRecord.Action.SWAP,
        candidate=up.candidate,
        target_id=up.pk,
        before=sides,
    )


def remember_asked(candidate: Candidate, contact: Contact, user: User) -> UndoRecord:
    """That somebody is about to be marked as asked, with the contact that tells of it."""
    return UndoRecord.objects.create(
        user=user,
        action=UndoRecord.Action.ASKED,
        candidate=candidate,
        target_id=contact.pk,
        before={"asked_on": text_of(candidate.asked_on)},
    )


def remember_tags(
    people: Iterable[Candidate], tag: Tag, user: User, *, was_on: bool, batch: UUID | None = None
) -> list[UndoRecord]:
    """A tag that people did not have, or had, until just now. Its name is not kept."""
    return UndoRecord.objects.bulk_create(
        UndoRecord(
            user=user,
            action=UndoRecord.Action.TAG,
            candidate=one,
            target_id=tag.pk,
            before={"on": was_on},
            batch=batch,
        )
        for one in people
    )


def remember_interest(
    relationship: Relationship,
    department: Department,
    note: str | None,
    user: User,
    batch: UUID | None = None,
) -> UndoRecord:
    """A goal interest that was set or taken off just now; `note` is None where there was none."""
    return UndoRecord.objects.create(
        user=user,
        action=UndoRecord.Action.INTEREST,
        candidate=relationship.candidate,
        target_id=relationship.pk,
        before={"department": department.pk, "note": note},
        batch=batch,
    )


@transaction.atomic
def take_back(record: UndoRecord) -> None:
    """Put things back as they were. A second call changes nothing.

    What is known of a purpose (`purpose.refresh_states`) is for the caller to bring in line.

    Raises:
        CannotTakeBack: more than a day has passed, or it would undo what was done since.
    """
    same = {"batch": record.batch, "user": record.user} if record.batch else {"pk": record.pk}
    records = UndoRecord.objects.select_for_update(of=("self",)).filter(**same)
    left = [
        one
        for one in records.select_related("candidate", "user").order_by("pk")
        if one.undone_at is None
    ]
    if any(one.created_at < timezone.now() - KEPT for one in left):
        raise CannotTakeBack(_("That was more than a day ago. It stays as it is."))
    # Moves of one press go back together, or a full Invest would refuse the first of them.
    if moves_made := [one for one in left if one.action == UndoRecord.Action.MOVE]:
        restore_moves(moves_made)
    # The last thing first: who came in leaves before whoever made room comes back.
    for one in reversed(left):
        if one.action != UndoRecord.Action.MOVE:
            way_back()[UndoRecord.Action(one.action)](one)
    UndoRecord.objects.filter(pk__in=[one.pk for one in left]).update(undone_at=timezone.now())


def last_of(user: User) -> UndoRecord | None:
    """What somebody did last and can take back; one query.

    What was taken back already is no deed: a note that was new goes, and does not come again.
    """
    since = timezone.now() - KEPT
    able = UndoRecord.objects.filter(user=user, undone_at=None, created_at__gte=since)
    able = able.filter(action__in=[*way_back(), UndoRecord.Action.MOVE]).exclude(
        before__has_key="taken_back"
    )
    return able.select_related("candidate").first()


def way_back() -> dict[UndoRecord.Action, Callable[[UndoRecord], None]]:
    return {
        UndoRecord.Action.CONTACT: remove_contact,
        UndoRecord.Action.PIN: restore_pin,
        UndoRecord.Action.CONTACT_EDIT: restore_fields,
        UndoRecord.Action.CONTACT_DELETE: restore_contact,
        UndoRecord.Action.STATEMENT_EDIT: restore_fields,
        UndoRecord.Action.PERSON_EDIT: restore_fields,
        UndoRecord.Action.CADENCE: restore_fields,
        UndoRecord.Action.SNOOZE: restore_snooze,
        UndoRecord.Action.SWAP: restore_swap,
        UndoRecord.Action.TAG: restore_tag,
        UndoRecord.Action.INTEREST: restore_interest,
        UndoRecord.Action.ASKED: restore_asked,
        **departing.WAY_BACK,
        **unwriting.WAY_BACK,
    }


def remove_contact(record: UndoRecord) -> None:
    Contact.objects.filter(pk=record.target_id, by=record.user).delete()


def restore_pin(record: UndoRecord) -> None:
    """Pin or unpin as before, unless the person is in another list now."""
    relationship = Relationship.objects.filter(pk=record.target_id).first()
    if relationship is None:
        raise not_yours(record)
    moves.locked(relationship.recruiter)
    relationship.refresh_from_db()
    if relationship.tier != record.before["tier"]:
        said = {"who": record.candidate, "tier": relationship.get_tier_display()}
        raise CannotTakeBack(_("%(who)s has moved to %(tier)s since.") % said)
    if record.before["pin"]:
        until = moment(record.before["until"])
        moves.pin(relationship, reason=record.before["reason"], until=until)
    else:
        moves.unpin(relationship)


def restore_fields(record: UndoRecord) -> None:
    """Put the fields before a change back, unless one of them was changed again since."""
    model = KEPT_ROWS[record.before["row"]]
    was, now = record.before["was"], record.before["now"]
    row = model._default_manager.select_for_update().filter(pk=record.target_id).first()
    if row is None:
        raise CannotTakeBack(_("It was deleted since."))
    if any(kept(getattr(row, name)) != value for name, value in now.items()):
        raise CannotTakeBack(_("It was changed again since. What stands there now stays."))
    for name, value in was.items():
        setattr(row, name, read_back(model, name, value))
    try:
        with transaction.atomic():
            row.save(update_fields=list(was))
    except IntegrityError as error:
        raise CannotTakeBack(violations.sentence(error)) from None


def restore_contact(record: UndoRecord) -> None:
    """Log a deleted contact under its own primary key, unless its form was sent again since."""
    facts = {name: read_back(Contact, name, value) for name, value in record.before.items()}
    try:
        with transaction.atomic():
            Contact.objects.create(
                pk=record.target_id, by=record.user, candidate=record.candidate, **facts
            )
    except IntegrityError:
        raise CannotTakeBack(_("The contact was sent again since. It is there already.")) from None


def kept(value: object) -> object:
    """A field's value as JSON has it; `read_back` is the way back."""
    if isinstance(value, (datetime, date, time)):
        return value.isoformat()
    return str(value) if isinstance(value, UUID) else value


def read_back(model: type[models.Model], name: str, value: object) -> object:
    field = next(one for one in model._meta.concrete_fields if one.attname == name)
    return field.to_python(value)


def restore_snooze(record: UndoRecord) -> None:
    """Due again as before; whoever was snoozed once more since is as before both."""
    until = record.before["until"]
    found = Relationship.objects.filter(pk=record.target_id).update(
        snoozed_until=date.fromisoformat(until) if until else None,
        snooze_reason=record.before["reason"],
    )
    if not found:
        raise not_yours(record)


def not_yours(record: UndoRecord) -> CannotTakeBack:
    words = _("%(who)s is not on your list any more.")
    return CannotTakeBack(words % {"who": record.candidate})


def restore_moves(records: Sequence[UndoRecord]) -> None:
    """Back to the other list, as they were held there, unless somebody moved them since."""
    moved = []
    for record in records:
        relationship = unmoved(record.target_id, record.before["now"], record)
        go_back(relationship, record.before["was"], record.user)
        moved.append(relationship)
    try:
        with transaction.atomic():
            Relationship.objects.bulk_update(moved, MOVED)
    except IntegrityError:
        words = _("Invest is full: swap %(who)s with somebody there instead.")
        raise CannotTakeBack(words % {"who": records[0].candidate}) from None


def restore_swap(record: UndoRecord) -> None:
    """Both back, in one statement, so that a full Invest stays full."""
    both = []
    for side in (record.before["up"], record.before["down"]):
        relationship = unmoved(side["pk"], side["now"], record)
        go_back(relationship, side["was"], record.user)
        both.append(relationship)
    Relationship.objects.bulk_update(both, MOVED)


MOVED = ["tier", "tier_since", "pin", "pin_reason", "pin_until"]


def unmoved(pk: int, since: str, record: UndoRecord) -> Relationship:
    """The relationship, locked, if it has stayed where the remembered press had put it."""
    relationship = Relationship.objects.select_related("candidate").filter(pk=pk).first()
    if relationship is None:
        raise not_yours(record)
    moves.locked(relationship.recruiter)
    relationship.refresh_from_db()
    if text_of(relationship.tier_since) != since:
        words = _("%(who)s was moved again since. It stays so.")
        raise CannotTakeBack(words % {"who": relationship.candidate})
    return relationship


def go_back(relationship: Relationship, was: dict[str, Any], user: User) -> None:
    """Set what a move had changed, unsaved; the way back is a move of the history as well."""
    moves.record(relationship, was["tier"], by=user, reason="Taken back")
    relationship.tier, relationship.pin = Tier(was["tier"]), was["pin"]
    relationship.tier_since = moment(was["since"]) or timezone.now()
    relationship.pin_reason, relationship.pin_until = was["reason"], moment(was["until"])


def restore_asked(record: UndoRecord) -> None:
    """As if nobody had asked today; what was said since stays."""
    remove_contact(record)
    before = record.before["asked_on"]
    Candidate.objects.filter(pk=record.candidate_id).update(
        asked_on=date.fromisoformat(before) if before else None
    )


def restore_tag(record: UndoRecord) -> None:
    """On again or off again, whatever others did with the tag since."""
    same = {"candidate": record.candidate, "tag_id": record.target_id}
    if not record.before["on"]:
        Tagging.objects.filter(**same).delete()
    elif Tag.objects.filter(pk=record.target_id).exists():
        Tagging.objects.get_or_create(**same, defaults={"by": record.user})
    else:
        raise CannotTakeBack(_("The tag was deleted since."))


def restore_interest(record: UndoRecord) -> None:
    if not Relationship.objects.filter(pk=record.target_id).exists():
        raise not_yours(record)
    same = {"relationship_id": record.target_id, "department_id": record.before["department"]}
    if record.before["note"] is None:
        GoalInterest.objects.filter(**same).delete()
    else:
        GoalInterest.objects.update_or_create(**same, defaults={"note": record.before["note"]})
