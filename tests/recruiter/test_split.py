"""A note, a mail or a CV on a person's page is split into statements, and a person chooses."""

from collections.abc import Callable

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from candidates.models import Candidate, NoteVisibility, Statement
from recruiter import coached
from recruiter.encoder import EncoderError
from recruiter.models import Recruiter, RerankDue
from recruiter.readings import current_encoder
from tests.factories import make_note, make_statement
from tests.pages import words
from tests.recruiter.conftest import CLOSE, FAR, PROBLEM, asking

pytestmark = pytest.mark.django_db

EMPTY = "I am a passionate, results-driven professional."
PASTE = f"Hi Rita,\n\n{FAR} {PROBLEM}\n{EMPTY}\n\nBest, Amara"


def form(text: str = PASTE, **fields: str | list[str]) -> dict[str, str | list[str]]:
    return {"text": text, "source": "own_words", "said_on": "2026-01-15", "link": ""} | fields


def add(client: Client, to: Candidate, data: dict[str, str | list[str]], **options: object) -> str:
    response = client.post(f"/people/{to.pk}/statements/", data, **options)  # type: ignore[arg-type]
    assert response.status_code == 200
    return response.content.decode()


def texts(person: Candidate) -> list[str]:
    return sorted(person.statements.values_list("text", flat=True))


def test_a_text_of_several_sentences_is_split_first_and_nothing_is_saved(
    at_desk: Client, amara: Candidate
) -> None:
    html = add(at_desk, amara, form(), headers=asking("says", f"/people/{amara.pk}/"))
    assert "Split into statements" in html
    assert texts(amara) == [CLOSE]
    assert html.strip().startswith('<section class="sec" id="says"')


def test_each_sentence_has_its_label_its_certainty_and_its_cues(
    at_desk: Client, amara: Candidate
) -> None:
    html = add(at_desk, amara, form())
    assert '<mark data-kind="purpose">On Sundays</mark>' in html
    assert '<mark data-kind="problem">' in html
    assert "a purpose</span>" in html
    assert "a problem</span>" in html
    assert '<span class="tag unsure">Empty</span>' in html
    assert "Hi Rita" not in html.split('<ul class="says parts">')[1]


def test_purposes_are_ticked_problems_and_empty_ones_are_not(
    at_desk: Client, amara: Candidate
) -> None:
    html = add(at_desk, amara, form())
    assert 'name="keep" value="0" checked' in html
    assert 'name="keep" value="1">' in html
    assert 'name="keep" value="2">' in html


def test_what_is_unsure_is_ticked_and_asked(
    at_desk: Client, amara: Candidate, monkeypatch: pytest.MonkeyPatch
) -> None:
    reading = current_encoder().read_statements([FAR])[0]

    class Unsure:
        def read_statements(self, asked: list[str]) -> list[object]:
            return [
                type(reading)(True, "", reading.packed, 0.5, 0.0, reading.cues) for text in asked
            ]

    monkeypatch.setattr(coached, "current_encoder", Unsure)
    html = add(at_desk, amara, form(f"{FAR} {PROBLEM}"))
    assert 'name="keep" value="0" checked' in html
    for kind in ("purpose", "problem", ""):
        assert f'<input type="radio" name="kind-0" value="{kind}"' in html


def test_the_chosen_ones_become_statements_of_their_own(
    at_desk: Client, amara: Candidate, rita: Recruiter, rerank: Callable[[], None]
) -> None:
    rerank()
    data = form(keep=["0", "1"], link="https://amara.example/")
    response = at_desk.post(
        f"/people/{amara.pk}/statements/split/",
        data,
        headers=asking("says", f"/people/{amara.pk}/"),
    )
    assert "2 statements added" in response.content.decode()
    assert texts(amara) == sorted([CLOSE, FAR, PROBLEM])
    added = amara.statements.get(text=FAR)
    assert (added.source, added.added_by, added.kind) == ("own_words", rita.user, "")
    assert (str(added.said_on), added.link) == ("2026-01-15", "https://amara.example/")
    assert RerankDue.objects.get(recruiter=rita).is_due


def test_a_recruiters_word_on_an_unsure_one_is_kept_with_it(
    at_desk: Client, amara: Candidate, rita: Recruiter
) -> None:
    data = form(keep=["0", "1"]) | {"kind-0": "purpose", "kind-1": ""}
    at_desk.post(f"/people/{amara.pk}/statements/split/", data)
    said, open_ = amara.statements.get(text=FAR), amara.statements.get(text=PROBLEM)
    assert (said.kind, said.kind_set_by) == ("purpose", rita.user)
    assert said.kind_set_at is not None
    assert (open_.kind, open_.kind_set_by) == ("", None)


def test_what_is_on_file_already_stays_and_is_told(at_desk: Client, amara: Candidate) -> None:
    make_statement(amara, FAR)
    response = at_desk.post(
        f"/people/{amara.pk}/statements/split/", form(keep=["0", "1"]), follow=True
    )
    assert "1 added, one was on file already." in words(response)
    assert texts(amara) == sorted([CLOSE, FAR, PROBLEM])


def test_sent_twice_it_is_there_once(at_desk: Client, amara: Candidate) -> None:
    for _ in range(2):
        at_desk.post(f"/people/{amara.pk}/statements/split/", form(keep=["0"]))
    assert texts(amara) == sorted([CLOSE, FAR])


def test_a_sentence_broken_into_lines_is_kept_on_one(at_desk: Client, amara: Candidate) -> None:
    broken = "On Sundays I teach my neighbours' children to swim in\nthe lake behind the old mill."
    at_desk.post(
        f"/people/{amara.pk}/statements/split/", form(f"{PROBLEM}\n\n{broken}", keep=["1"])
    )
    assert broken.replace("\n", " ") in texts(amara)


def test_the_whole_text_can_stay_one_statement(at_desk: Client, amara: Candidate) -> None:
    both = f"{FAR} {PROBLEM}"
    at_desk.post(f"/people/{amara.pk}/statements/", form(both, whole="1"))
    assert texts(amara) == sorted([CLOSE, both])


def test_a_mail_longer_than_a_statement_is_split_and_not_refused(
    at_desk: Client, amara: Candidate
) -> None:
    html = add(at_desk, amara, form("\n".join(f"{FAR} Year {number}." for number in range(40))))
    assert "Split into statements" in html
    assert "Keep it as one statement" not in html


def test_back_to_the_text_keeps_what_was_typed(at_desk: Client, amara: Candidate) -> None:
    html = add(at_desk, amara, form(edit="1"))
    assert '<details class="examples add-statement" open>' in html
    assert f"{FAR} {PROBLEM}" in html.replace("&#x27;", "'")
    assert '<option value="own_words" selected>' in html
    assert texts(amara) == [CLOSE]


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"keep": []}, "Choose at least one statement."),
        ({"keep": ["7"]}, "The text is another one now."),
        ({"keep": ["x"]}, "The text is another one now."),
        ({"keep": ["0"], "kind-0": "rumour"}, "Choose purpose, problem, or leave it open."),
        ({"keep": ["1"], "said_on": "2999-01-01"}, "Choose today or a day before it."),
    ],
)
def test_a_bad_form_is_422_and_keeps_text_and_ticks(
    at_desk: Client, amara: Candidate, wrong: dict[str, str | list[str]], told: str
) -> None:
    response = at_desk.post(f"/people/{amara.pk}/statements/split/", form() | wrong)
    html = response.content.decode().replace("&#x27;", "'")
    assert response.status_code == 422
    assert told in html
    assert FAR in html
    ticked = [one for one in ("0", "1", "2") if f'name="keep" value="{one}" checked' in html]
    assert ticked == [one for one in wrong["keep"] if one in ("0", "1", "2")]
    assert texts(amara) == [CLOSE]


def test_a_statement_too_long_to_keep_is_named(at_desk: Client, amara: Candidate) -> None:
    text = f"{FAR} I {'very ' * 500}much like it."
    response = at_desk.post(f"/people/{amara.pk}/statements/split/", form(text, keep=["1"]))
    assert response.status_code == 422
    assert "2000 are the most" in response.content.decode()


def test_a_text_that_cannot_be_kept_is_refused_with_the_form(
    at_desk: Client, amara: Candidate
) -> None:
    response = at_desk.post(
        f"/people/{amara.pk}/statements/split/", form("a\u202eb. I sail.", keep=["0"])
    )
    assert response.status_code == 422
    assert '<details class="examples add-statement" open>' in response.content.decode()


def test_words_from_a_private_note_are_said_to_become_shared(
    at_desk: Client, amara: Candidate, rita: Recruiter, raj: Recruiter
) -> None:
    warning = "stand in a private note of yours"
    make_note(amara, raj.user, PASTE, visibility=NoteVisibility.PRIVATE)
    make_note(amara, rita.user, PASTE)
    html = add(at_desk, amara, form())
    assert warning not in html
    assert "All recruiters see what you save here." in html
    make_note(amara, rita.user, f"Call.\n{FAR}", visibility=NoteVisibility.PRIVATE)
    assert warning in add(at_desk, amara, form())


def test_the_form_says_who_sees_a_statement(at_desk: Client, amara: Candidate) -> None:
    html = at_desk.get(amara.get_absolute_url()).content.decode()
    assert "also one whose words come from a private note" in html


def test_what_is_said_is_shown_and_not_run(at_desk: Client, amara: Candidate) -> None:
    html = add(at_desk, amara, form("I <script>alert(1)</script> sail. I sing to whoever comes."))
    assert "<script>alert(1)" not in html


def test_without_the_encoders_weights_all_is_offered(
    at_desk: Client, amara: Candidate, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Broken:
        def read_statements(self, asked: list[str]) -> list[object]:
            raise EncoderError("The encoder's files could not be opened.")

    monkeypatch.setattr(coached, "current_encoder", Broken)
    html = add(at_desk, amara, form())
    assert all(f'name="keep" value="{number}" checked' in html for number in range(3))


def test_a_hiring_manager_and_a_stranger_get_nothing(
    client: Client, amara: Candidate, hana: object
) -> None:
    address = f"/people/{amara.pk}/statements/split/"
    assert "log-in" in client.post(address, form(keep=["0"])).headers["Location"]
    client.force_login(hana)  # type: ignore[arg-type]
    assert client.post(address, form(keep=["0"])).status_code == 403


def test_nobodys_text_is_not_found(at_desk: Client) -> None:
    assert at_desk.post("/people/999999/statements/split/", form(keep=["0"])).status_code == 404


def test_the_wrong_verb_is_405(at_desk: Client, amara: Candidate) -> None:
    assert at_desk.get(f"/people/{amara.pk}/statements/split/").status_code == 405


@pytest.mark.parametrize("many", [2, 30])
def test_a_step_and_a_save_cost_the_same_queries_whatever_the_number(
    at_desk: Client,
    amara: Candidate,
    django_assert_num_queries: DjangoAssertNumQueries,
    many: int,
) -> None:
    text = "\n".join(f"I teach child number {number} to swim." for number in range(many))
    headers = asking("says", f"/people/{amara.pk}/")
    with django_assert_num_queries(21):
        add(at_desk, amara, form(text), headers=headers)
    with django_assert_num_queries(22):
        at_desk.post(
            f"/people/{amara.pk}/statements/split/",
            form(text, keep=[str(number) for number in range(many)]),
            headers=headers,
        )
    assert Statement.objects.filter(candidate=amara).count() == many + 1
