"""Text that the models do not read is said to be "not read", and never scored."""

import pytest

from recruiter.encoder import Encoder
from recruiter.encoder.language import language_of
from training.first_hand import load_goals, load_statements


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Ich repariere am Wochenende alte Radios und gebe sie weiter.", "German"),
        ("Verantwortlich für die Planung der Touren und die Disposition der Fahrer.", "German"),
        ("Je répare des vélos le samedi avec les enfants du quartier.", "French"),
        ("Mi sueño es que ningún niño de mi pueblo tenga que dejar la escuela.", "Spanish"),
        ("Enfermera con diez años de experiencia en urgencias.", "Spanish"),
        ("Nos tempos livres dou aulas de matemática a meninas da favela.", "Portuguese"),
        ("Nel tempo libero restauro barche di legno con i ragazzi del porto.", "Italian"),
        ("In mijn vrije tijd repareer ik fietsen voor vluchtelingen.", "Dutch"),
        ("W wolnym czasie uczę dzieci programowania w naszej wsi.", "Polish"),
        ("Jag lagar gamla cyklar på helgerna och ger bort dem.", "Swedish"),
        ("Jeg reparerer gamle båter sammen med ungdommer i helgene.", "Danish or Norwegian"),
        ("Köydeki çocuklar için bir kütüphane kurdum ve her pazar orada duruyorum.", "Turkish"),
        ("Saya mengajar anak-anak desa membaca setiap akhir pekan.", "Indonesian or Malay"),
        ("Tôi dạy trẻ em trong làng đọc sách mỗi cuối tuần.", "Vietnamese"),
        ("По выходным я чиню старые велосипеды.", "Russian"),
        ("Στον ελεύθερο χρόνο μου επισκευάζω ποδήλατα.", "Greek"),
        ("في وقت فراغي أصلح الدراجات القديمة للأطفال.", "Arabic"),
        ("我在业余时间修理旧自行车送给孩子们。", "Chinese"),
        ("休みの日に古い自転車を直して子供たちにあげています。", "Japanese"),
        ("저는 주말마다 낡은 자전거를 고칩니다.", "Korean"),
        ("मैं खाली समय में पुरानी साइकिलें ठीक करता हूँ।", "Hindi"),
    ],
)
def test_a_foreign_text_is_named_and_not_read(text: str, language: str) -> None:
    verdict = language_of(text)
    assert not verdict.read
    assert verdict.reason.startswith(f"not read: this looks like {language}")


def test_an_unknown_language_is_not_taken_for_english() -> None:
    icelandic = "Í frítíma mínum laga ég gömul reiðhjól og gef þau börnum í þorpinu mínu."
    assert language_of(icelandic).reason == "not read: this does not look like English"


@pytest.mark.parametrize("text", ["", "12345", "🧊🧊", " \n\t", "…!?"])
def test_a_text_without_words_is_not_read(text: str) -> None:
    assert language_of(text).reason == "not read: there are no words in it"


@pytest.mark.parametrize(
    "text",
    [
        "Ich liebe das",
        "C++ / Qt / SQL",
        "AWS GCP Azure Terraform Ansible Docker Kubernetes Grafana Helm",
        "Chef de partie at Le Bernardin",
        "Volunteer at La Casa de las Madres, Tuesdays",
        "Nurse, Médecins Sans Frontières, N'Djamena",
        "Curated Dvořák, Janáček and Martinů recordings",
        "I teach German: der, die, das are hard for the children of our village.",
        "Teach 中文 to kids",
        "Me and my brother we teach kids in slum how repair phone",
    ],
)
def test_short_texts_names_and_quotations_have_the_benefit_of_the_doubt(text: str) -> None:
    assert language_of(text).read


def test_every_english_text_of_our_own_is_read() -> None:
    texts = [row.text for row in load_statements()] + [goal.encoded for goal in load_goals()]
    assert [text for text in texts if not language_of(text).read] == []


def test_a_text_that_is_not_read_is_never_scored(encoder: Encoder) -> None:
    german, english = encoder.read_statements(
        ["In meiner Freizeit repariere ich alte Radios.", "In my spare time I mend old radios."]
    )
    assert (german.language_read, german.packed, german.p_purpose) == (False, None, None)
    assert german.cues == ()
    assert english.language_read
    assert english.packed is not None
