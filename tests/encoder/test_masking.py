import time
import tomllib
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recruiter.encoder import persons, spelling
from recruiter.encoder.masking import Mask, applied, composed, masked, spelled
from recruiter.encoder.traits import DATA, KINDS, article
from training import masking as measuring

WORDS = tomllib.loads((DATA / "words.toml").read_text(encoding="utf-8"))
#: The same as a name in a text, or a form that another rule reads: "as a girl" is a childhood.
OTHERWISE = {"girl", "boy", "lad", "lass", "schoolgirl", "schoolboy"}

# Every word of these lists stands in these sentences, and each has to read the same for all.
FRAMES = {
    "noun": (
        "As {a} {word}, I repair clocks.",
        "I'm {a} {word} and I repair clocks.",
        "She is {a} {word} who repairs clocks.",
    ),
    "both": (
        "As {a} {word}, I repair clocks.",
        "I am {word} and I repair clocks.",
        "As {a} {word} nurse, I repair clocks.",
        "He is {a} {word} and repairs clocks.",
    ),
    "adjective": (
        "I am {word} and I repair clocks.",
        "As {a} {word} nurse, I repair clocks.",
        "Being {word}, he repairs clocks.",
    ),
    "plural": ("As {word}, we repair clocks.",),
    "alone": ("I am {word} and I repair clocks.",),
    "place": ("At my {word} I repair clocks.",),
    "own": ("My {word} taught me to repair clocks.",),
    "event": ("Since my {word} I repair clocks.",),
    "aid": ("In my {word} I repair clocks.",),
    "group": ("I am a member of {word} and I repair clocks.",),
}
NAMED = {"faith", "union", "party", "ethnicity", "nationality"}

INNOCENT = [
    "I teach blind children to swim.",
    "My aim is that gender pay gap reports can be read by everybody.",
    "I explain the union of sets to eight-year-olds.",
    "I read every directive of the European Union on batteries.",
    "I want our hospital's health records to be readable.",
    "I mended the party wall between two houses.",
    "I keep the archives of a Catholic school from crumbling.",
    "I reckon the age of the universe with pupils and a rope.",
    "I draw families of curves.",
    "I roast Turkish coffee over sand.",
    "I keep a gay rights archive.",
    "I study how trans fats left our bread.",
    "I care for people with dementia.",
    "I am a women's health physiotherapist who works for nothing on Sundays.",
    "I am blind to fashion and test every drill.",
    "At 30 degrees the glue fails.",
]
THINGS = [
    "Paris taught me to bake.",
    "Jordan has less water each year.",
    "Florence and Victoria Station need benches.",
    "I write Python, Ruby and Julia for charities.",
    "I tuned BERT at Ernst & Young.",
    "I translate Marie Curie's notebooks.",
    "Martha's Rule should hold in every hospital.",
    "The Anna Freud Centre prints my guide.",
    "Grace under pressure is what I train nurses in.",
    "Will it float? Mark every tree. I have Hope.",
]


def kinds(text: str) -> set[str]:
    return {mask.kind for mask in masked(text).masks}


def entries(kind: str, form: str) -> list[str]:
    """The words of a list as a text has them: those that are names with a capital."""
    words = [word.strip() for word in WORDS[kind].get(form, "").split("|")]
    if kind not in NAMED or form in ("place", "own", "event"):
        return [word for word in words if word]
    return [" ".join(part.capitalize() for part in word.split(" ")) for word in words if word]


# Two words of a kind are one.


@pytest.mark.parametrize("kind", KINDS)
def test_any_word_of_a_kind_reads_like_any_other(kind: str) -> None:
    for form, frames in FRAMES.items():
        for frame in frames:
            readings = {
                masked(frame.format(a=article(word), word=word)).text: word
                for word in entries(kind, form)
                if word not in OTHERWISE
            }
            assert len(readings) <= 1, readings


def test_faith_family_and_any_other_trait_of_the_writer_read_alike() -> None:
    readings = {
        masked(f"As {trait}, I teach swimming.").text
        for trait in (
            "a Muslim mother of two",
            "a Catholic bachelor",
            "a proud, practising Hindu and single dad of three noisy boys",
            "a 62-year-old",
            "a gay man living with HIV",
            "a wheelchair user",
            "someone with ADHD",
            "a shop steward",
            "an immigrant from Ghana",
            "a non-binary Kurd",
        )
    }
    assert readings == {"As a person, I teach swimming."}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("I cook at my mosque.", "I cook at my church."),
        ("I sing in the Kurdish women's choir.", "I sing in the Jewish choir."),
        ("At 62, I climb masts.", "At 23, I climb masts."),
        ("In my sixties I climb masts.", "In my late twenties I climb masts."),
        ("Since my diagnosis I climb.", "Since my divorce I climb."),
        ("Born in Lagos, I climb.", "Born in 1961, I climb."),
        ("I have ADHD and climb.", "I have two children and climb."),
        ("I am a member of UNISON.", "I am a member of the Green Party."),
        ("As a Black software engineer, I climb.", "As a deaf software engineer, I climb."),
        ("A devout Sikh, she climbs.", "A retired widower, he climbs."),
        ("My husband is patient.", "My wife is patient."),
        ("The chairman called.", "The chairwoman called."),
    ],
)
def test_swapping_what_somebody_is_changes_nothing(one: str, other: str) -> None:
    assert masked(one).text == masked(other).text


# What somebody strives for stays.


@pytest.mark.parametrize("text", [*INNOCENT, *THINGS])
def test_what_a_purpose_is_about_stays(text: str) -> None:
    assert kinds(text) <= {"spelling"}


def test_he_who_is_not_the_writer_keeps_his_faith() -> None:
    text = "My neighbor is kind. He is blind, and I read to him."
    assert masked(text).text.endswith("They are blind, and I read to them.")


# Pronouns, names, spelling, praise.


@pytest.mark.parametrize("subject", ["He", "She", "Xe", "Ze", "They"])
def test_whatever_the_pronoun_a_note_reads_the_same(subject: str) -> None:
    verb = "run" if subject == "They" else "runs"
    them = {"He": "him", "She": "her", "Xe": "xem", "Ze": "zem", "They": "them"}[subject]
    own = {"He": "his", "She": "her", "Xe": "xyr", "Ze": "zir", "They": "their"}[subject]
    teach = "teach" if subject == "They" else "teaches"
    text = f"{subject} {verb} a workshop in {own} shed and {teach} anybody who asks {them}."
    assert masked(text).text == (
        "They run a workshop in their shed and teach anybody who asks them."
    )


def test_verbs_and_contractions_agree() -> None:
    assert masked("She's been there; he's a cook; they're late.").text == (
        "They have been there; they are a cook; they are late."
    )
    assert masked("He carries, she never fixes, xe doesn't watch.").text == (
        "They carry, they never fix, they don't watch."
    )


@settings(deadline=None)
@given(st.sampled_from(sorted(persons.GIVEN)), st.sampled_from(["", " Obi", " van der Meer"]))
def test_any_name_reads_like_any_other(given_name: str, surname: str) -> None:
    name = given_name[0].upper() + given_name[1:]
    if "-" in given_name:
        name = "-".join(part.capitalize() for part in given_name.split("-"))
    name = unicodedata.normalize("NFC", name)
    text = f"Yesterday {name}{surname} mended the pump, and I learned it from {name}."
    assert masked(text).text == "Yesterday someone mended the pump, and I learned it from someone."


@pytest.mark.parametrize(
    "text",
    ["Mr Okonkwo", "Dr. Meera Subramaniam", "Frau Lindemann", "Ms O'Rourke", "Professor Ito"],
)
def test_a_title_makes_a_name(text: str) -> None:
    assert masked(f"I learned it from {text}.").text == "I learned it from someone."


def test_a_name_of_no_list_is_known_where_it_is_told() -> None:
    assert masked("My name is Xqola Zhiv and I weld.").text == "My name is someone and I weld."
    assert masked("Grace Obi, candidate statement: I weld.").text.startswith("Someone, candidate")


def test_there_are_names_from_all_over_the_world() -> None:
    assert len(persons.GIVEN) >= 1500
    assert {"aoife", "ngozi", "priya", "wei", "fatima", "jürgen", "thandiwe"} <= persons.GIVEN


@settings(deadline=None)
@given(st.sampled_from(sorted(spelling._WORDS.items())))
def test_american_spelling_reads_like_british(pair: tuple[str, str]) -> None:
    british, american = pair
    assert spelled(f"I like {british} here.").text == spelled(f"I like {american} here.").text


@pytest.mark.parametrize(
    ("british", "american"),
    [
        ("organisation", "organization"),
        ("specialising", "specializing"),
        ("discoloured", "discolored"),
        ("neighbourhoods", "neighborhoods"),
        ("kilometres", "kilometers"),
        ("labelled", "labeled"),
        ("travellers", "travelers"),
        ("Programme", "Program"),
        ("DEFENCE", "DEFENSE"),
    ],
)
def test_rules_bring_spelling_to_one(british: str, american: str) -> None:
    assert spelled(british).text == spelled(american).text == american


@pytest.mark.parametrize(
    "text",
    [
        "I promised to supervise exercises; otherwise a rise in noise, size and prices.",
        "They advertise, compromise, improvise and franchise enterprises.",
        "four hours of our tour, your flour, sour and contour",
        "I joined the Labour Party at Pearl Harbour and the Barbican Centre.",
        "controlled, rolled, installing and spelling",
        "here, there, where, fire, acre and genre",
    ],
)
def test_other_words_keep_their_spelling(text: str) -> None:
    assert spelled(text).text == text


def test_a_goal_keeps_all_but_its_spelling() -> None:
    assert spelled("Faith and colour: Mary helps single mothers.").text == (
        "Faith and color: Mary helps single mothers."
    )


@pytest.mark.parametrize(
    "praise",
    [
        "She is a wonderful person and everybody loves working with him.",
        "Highly recommended!",
        "A truly inspiring and dedicated professional.",
        "I cannot recommend Priya enough.",
        "I am a Muslim.",
    ],
)
@pytest.mark.parametrize("frame", ["{praise} She mends pumps.", "She mends pumps. {praise}"])
def test_praise_adds_nothing(praise: str, frame: str) -> None:
    assert masked(frame.format(praise=praise)).text == "They mend pumps."


@pytest.mark.parametrize(
    "text",
    [
        "I mend pumps. Nobody asked.",
        "I mend pumps. I love people and helping.",
        "I mend pumps. Great soil makes great bread.",
        "I mend pumps. They work.",
        "She is wonderful.",
    ],
)
def test_a_sentence_that_tells_something_stays_and_so_does_the_last(text: str) -> None:
    assert "praise" not in kinds(text)


# Masks and texts belong together.

LETTERS = st.text(alphabet="abcdeé \u2019'.,-()/IAZ019\n“", max_size=40)
PIECES = st.lists(
    st.one_of(
        st.sampled_from(
            [
                "As a Muslim mother of two, I teach.",
                "She's a nurse and runs.",
                "my church",
                "Born in Lagos,",
                "Anna Obi",
                "Highly recommended!",
                "colour",
                "his/her",
                "Mum",
                "at 62",
                "since my stroke",
                "I am gay",
                "the only woman",
            ]
        ),
        LETTERS,
    ),
    max_size=6,
).map(" ".join)


@settings(deadline=None)
@given(PIECES)
def test_a_masked_text_is_masked_no_further_and_its_masks_make_it(text: str) -> None:
    result = masked(text)
    assert applied(text, result.masks) == result.text
    assert masked(result.text).text == result.text
    ends = [0, *(mask.end for mask in result.masks)]
    for mask, end in zip(result.masks, ends, strict=False):
        assert end <= mask.start <= mask.end <= len(text)
        assert text[mask.start : mask.end] != mask.replacement


@settings(deadline=None)
@given(st.text(max_size=60))
def test_any_text_can_be_masked(text: str) -> None:
    assert applied(text, masked(text).masks) == masked(text).text
    assert applied(text, spelled(text).masks) == spelled(text).text


@st.composite
def spans(draw: st.DrawFn, length: int) -> list[Mask]:
    cuts = sorted(draw(st.lists(st.integers(0, length), max_size=6, unique=True)))
    return [
        Mask(start, end, "kind", draw(st.text(alphabet="xyz ", max_size=4)))
        for start, end in zip(cuts[::2], cuts[1::2], strict=False)
    ]


@settings(deadline=None)
@given(st.data(), st.text(alphabet="abc ", max_size=20))
def test_composed_masks_do_what_both_do(data: st.DataObject, text: str) -> None:
    first = data.draw(spans(len(text)))
    between = applied(text, first)
    then = data.draw(spans(len(between)))
    assert applied(text, composed(text, first, then)) == applied(between, then)


def test_a_line_break_is_a_space() -> None:
    assert masked("As a\nMuslim, I teach.").text.split() == ["As", "a", "person,", "I", "teach."]


def test_sixty_words_take_less_than_a_moment() -> None:
    text = (
        "As a Muslim mother of two, I organise a repair evening at my mosque with Anna Obi. "
        "She teaches the neighbours to mend radios, and her brother paints the programme. "
        "Since my diagnosis I have kept a catalogue of what people throw away, at 62, because "
        "nobody else did, and everybody in our parish reads it. He's a wonderful person."
    )
    masked(text)
    masked(f"Anna runs. {text}")
    best = min(_seconds(text) for _ in range(20))
    # A tenth of it on a free machine would do; busy ones run the tests as well.
    assert best < 0.01


def _seconds(text: str) -> float:
    start = time.perf_counter()
    masked(text)
    return time.perf_counter() - start


# Measured.


def test_sentences_are_enough_and_half_of_them_innocent() -> None:
    rows = measuring.load()
    assert len(rows) == 300
    assert sum(one.innocent for one in rows) == 150
    assert all(sum(one.kind == kind for one in rows) >= 20 for kind in KINDS)
    assert all(one.innocent is not bool(one.masks) for one in rows)


@pytest.mark.parametrize("half", ["tuned", "held"])
def test_masks_cover_the_writer_and_leave_the_rest(half: str) -> None:
    figures = measuring.measured([one for one in measuring.load() if one.half == half])
    assert figures["coverage"] >= 0.95
    assert figures["false_masks"] <= 0.03
