"""Learning from people's corrections: the purpose head fitted anew, and kept only if it is better.

A correction wins for its own statement at once. This is about the others: what people corrected is
also a lesson in how purposes are said here.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from candidates.models import Statement, StatementKind
from recruiter.demo.files import voices
from recruiter.encoder.encoder import Encoder
from recruiter.encoder.relearning import Corrected, Quality, quality, quality_on_others, relearn
from recruiter.measuring.judges import PROBLEMS, PURPOSES

#: Below this a few unusual people would decide how everybody is read.
LEAST_PEOPLE = 20
LEAST_OF_A_KIND = 8


#: Share of our own statements that may change sides while all of them together are judged better:
#: where one stands on the line, a breath moves it. Log loss says whether it fell or was pushed.
TOLERATED = 1 / 200


class CannotLearn(Exception):
    """Nothing was written; the message is a sentence for the administrator."""


@dataclass(frozen=True)
class Lesson:
    """Before and after, on corrections of people not learned from, on our own texts, on the six."""

    corrections: int
    people: int
    before: Quality
    after: Quality
    ours_before: Quality
    ours_after: Quality
    seeds_right: bool

    @property
    def objection(self) -> str:
        """Why the new head would be worse; empty when it is better."""
        if not self.seeds_right:
            return "It would get one of the six statements wrong that define a purpose."
        if self.after.right < self.before.right or self.after.loss >= self.before.loss:
            return "On people it did not learn from, it judges no better than the present one."
        fewer = self.ours_before.right - self.ours_after.right
        if self.ours_after.loss > self.ours_before.loss or fewer > TOLERATED:
            return "It would judge the demonstration's statements worse than before."
        return ""


def corrections() -> tuple[list[str], list[bool], list[int]]:
    """Texts, whether they are purposes, and whose they are; in a fixed order. One query."""
    rows = Statement.objects.exclude(kind="").order_by("candidate_id", "digest", "pk")
    told = list(rows.values_list("text", "kind", "candidate_id"))
    return (
        [text for text, _, _ in told],
        [kind == StatementKind.PURPOSE for _, kind, _ in told],
        [person for _, _, person in told],
    )


def learn(encoder: Encoder, path: Path) -> Lesson:
    """Fit the head to all corrections and write it, if that makes it better and nothing worse.

    Args:
        encoder: with the head that ships, from which learning starts anew each time.
        path: where the learned head goes; `CULTIVATE_PURPOSE_HEAD` then names it.

    Raises:
        CannotLearn: too few corrections. A lesson with an objection is returned, not written.
    """
    rows = encoder.corrected(*corrections())
    people, purposes = len(set(rows.speakers.tolist())), int(rows.truth.sum())
    if people < LEAST_PEOPLE or min(purposes, len(rows.truth) - purposes) < LEAST_OF_A_KIND:
        raise CannotLearn(
            f"{len(rows.truth)} corrections of {people} people, {purposes} of them purposes: too"
            f" few to learn from. It takes {LEAST_PEOPLE} people, and {LEAST_OF_A_KIND} statements"
            " of either kind."
        )
    present, learned = encoder.purpose, relearn(encoder.purpose, rows)
    seeds, ours = six(encoder), demonstration(encoder)
    lesson = Lesson(
        len(rows.truth),
        people,
        quality(present, rows),
        quality_on_others(present, rows),
        quality(present, ours),
        quality(learned, ours),
        quality(learned, seeds).right == 1.0,
    )
    if not lesson.objection:
        encoder.save_head(path, learned)
    return lesson


def six(encoder: Encoder) -> Corrected:
    """What the product was defined by."""
    texts = [*PURPOSES, *PROBLEMS]
    return encoder.corrected(texts, [text in PURPOSES for text in texts], [0] * len(texts))


@cache
def demonstration(encoder: Encoder) -> Corrected:
    """The demonstration's statements, labelled by who wrote them; unsure ones left out."""
    lines = [line for voice in voices() for line in voice.lines if line.kind != "unsure"]
    texts = [line.text for line in lines]
    return encoder.corrected(texts, [line.kind == "purpose" for line in lines], [0] * len(texts))
