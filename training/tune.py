"""Tune our two encoders on our own texts: `python -m training.tune FOLDER`.

Needs training/requirements.txt (PyTorch on a processor is enough: about 25 minutes on two cores
for both). Writes FOLDER/bge.pt and FOLDER/minilm.pt; `training.ship` makes what ships of them.
The seed fixes the order of the texts; sums on several threads still differ in the last digits
from one machine to another.

A batch holds some themes. Within it a goal must find the statements of its own theme among all
the others', problems and traps of its own theme included; statements their goals; statements of
one theme each other, and goals of one theme as well. The two heads learn beside it.
"""

from __future__ import annotations

import argparse
import itertools
import json
import random
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import torch
from sklearn.linear_model import LogisticRegression
from tokenizers import Tokenizer
from torch import nn
from torch.nn import functional

from recruiter.encoder.as_read import goal_as_read, statement_as_read
from recruiter.encoder.weights import TOKENIZER
from training.data import Theme, load_said, load_singles, load_specs, load_themes
from training.network import BASES, Network

T = TypeVar("T")

#: Everything that was chosen, by the first hand's themes (training/README.md, "What was tried").
EPOCHS = 4.0
RATE, HEAD_RATE = 6e-5, 3e-4
THEMES, SINGLES, SPECS = 24, 48, 14
SCALE = 20.0
NEAR_WEIGHT = 0.35
MAX_TOKENS = 112
SEED = 20_260_101
#: How many of a theme's texts a batch holds, by kind. An epoch sees every grade 2 once.
TAKEN = {"goals": 2, "same": 3, "near": 1, "problems": 1, "traps": 1}


class Texts:
    """Turns texts into padded batches of tokens."""

    def __init__(self) -> None:
        self._tokenizer = Tokenizer.from_file(str(TOKENIZER.verified()))
        self._tokenizer.enable_truncation(MAX_TOKENS)
        self._tokenizer.enable_padding()

    def batch(self, texts: Sequence[str]) -> dict[str, Any]:
        found = self._tokenizer.encode_batch(list(texts))
        ids = torch.tensor([one.ids for one in found])
        mask = torch.tensor([one.attention_mask for one in found])
        return {
            "input_ids": ids,
            "attention_mask": mask,
            "token_type_ids": torch.zeros_like(ids),
        }

    def read(self, network: Network, texts: Sequence[str], parts: int = 4) -> tuple[Any, Any]:
        """Vectors and heads of all texts; alike lengths go together, which saves padding."""
        order = sorted(range(len(texts)), key=lambda row: len(texts[row]))
        vectors: list[Any] = [None] * len(texts)
        heads: list[Any] = [None] * len(texts)
        for rows in np.array_split(np.array(order), parts):
            with torch.autocast("cpu", dtype=torch.bfloat16):
                found = network(self.batch([texts[row] for row in rows]))
            for row, vector, head in zip(rows, *found, strict=True):
                vectors[row], heads[row] = vector.float(), head.float()
        return torch.stack(vectors), torch.stack(heads)


class Dealer:
    """Hands out texts in an order that a seed fixes, each once before any comes again."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self._decks: dict[tuple[str, str], Iterator[Any]] = {}

    def deck(self, cards: Sequence[T]) -> Iterator[T]:
        while True:
            shuffled = list(cards)
            self.chance.shuffle(shuffled)
            yield from shuffled

    def take(self, theme: Theme, kind: str) -> list[Any]:
        cards = getattr(theme, kind)
        if not cards:
            return []
        place = (theme.slug + theme.writer, kind)
        if place not in self._decks:
            self._decks[place] = self.deck(cards)
        return list(itertools.islice(self._decks[place], min(TAKEN[kind], len(cards))))


def soft_loss(logits: Any, wanted: Any) -> Any:
    """Cross-entropy against shares of what is wanted; rows that want nothing are left out."""
    total = wanted.sum(1, keepdim=True)
    shares = wanted / total.clamp(min=1e-9)
    return -(shares * functional.log_softmax(logits, 1)).sum(1)[total[:, 0] > 0].mean()


def begin_heads(network: Network, texts: Texts, dealer: Dealer) -> None:
    """Start both heads as logistic regressions on the untuned network."""
    said = load_said()
    dealer.chance.shuffle(said)
    problems = [one for one in said if not one.is_purpose][:1250]
    chosen = [*problems, *(one for one in said if one.is_purpose)][:2500]
    begin_head(network, texts, 0, [(statement_as_read(one.text), one.is_purpose) for one in chosen])
    lasting = [(goal_as_read(one.text), one.is_purpose) for one in load_specs()]
    lasting += [(goal_as_read(theme.goals[0].text), True) for theme in load_themes()]
    begin_head(network, texts, 1, lasting)


def begin_head(network: Network, texts: Texts, head: int, rows: Sequence[tuple[str, bool]]) -> None:
    """Start one head."""
    network.eval()
    features = []
    with torch.no_grad():
        for start in range(0, len(rows), 50):
            batch = texts.batch([text for text, _ in rows[start : start + 50]])
            features.append(network.features(*network.tokens(batch)).numpy())
    model = LogisticRegression(max_iter=500, class_weight="balanced")
    model.fit(np.concatenate(features), [yes for _, yes in rows])
    with torch.no_grad():
        network.head.weight[head] = torch.tensor(model.coef_[0], dtype=torch.float32)
        network.head.bias[head] = float(model.intercept_[0])


def tune(base: str) -> Network:
    """Tune one network; about 7 minutes for six layers, twice that for twelve."""
    torch.manual_seed(SEED)
    dealer, texts = Dealer(SEED), Texts()
    network = Network(base)
    network.body.embeddings.requires_grad_(False)
    begin_heads(network, texts, dealer)
    themes = [theme for theme in load_themes() if len(theme.goals) > 1 and len(theme.same) > 3]
    read = statement_as_read
    places = dealer.deck(range(len(themes)))
    singles = dealer.deck([(read(one.text), one.is_purpose) for one in load_singles()])
    specs = dealer.deck([(goal_as_read(one.text), one.is_purpose) for one in load_specs()])
    body = [weight for weight in network.body.parameters() if weight.requires_grad]
    optimiser = torch.optim.AdamW(
        [{"params": body, "lr": RATE}, {"params": network.head.parameters(), "lr": HEAD_RATE}],
        weight_decay=0.01,
    )
    steps = int(EPOCHS * 3 * -(-len(themes) // THEMES))
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda step: min((step + 1) / (0.1 * steps), (steps - step) / (0.9 * steps))
    )
    network.train()
    began, seen = time.monotonic(), []
    for step in range(steps):
        chosen = sorted(set(itertools.islice(places, THEMES)))
        goals, goal_theme, said, theme_of, grade, purpose = [], [], [], [], [], []
        for place in chosen:
            theme = themes[place]
            for goal in dealer.take(theme, "goals"):
                bare = dealer.chance.random() < 0.15
                goals.append(goal_as_read(goal.text if bare else goal.encoded))
                goal_theme.append(place)
            for kind, worth in (
                ("same", 1.0),
                ("near", NEAR_WEIGHT),
                ("problems", 0),
                ("traps", 0),
            ):
                for text in dealer.take(theme, kind):
                    said.append(read(text))
                    theme_of.append(place)
                    grade.append(float(worth))
                    purpose.append(float(kind != "problems"))
        extra = list(itertools.islice(singles, SINGLES))
        spec = list(itertools.islice(specs, SPECS))
        bare_goals = [
            goal_as_read(dealer.chance.choice(themes[place].goals).text) for place in chosen[:6]
        ]
        batch = [*goals, *said, *(t for t, _ in extra), *(t for t, _ in spec), *bare_goals]
        vectors, heads = texts.read(network, batch)
        first, second = len(goals), len(goals) + len(said)
        third = second + len(extra)
        losses = matching_losses(
            vectors[:first],
            vectors[first:second],
            torch.tensor(goal_theme),
            torch.tensor(theme_of),
            torch.tensor(grade),
        )
        is_purpose = torch.tensor([*purpose, *(float(yes) for _, yes in extra)])
        weight = torch.tensor([0.4 if yes else 1.2 for yes in purpose] + [1.0] * len(extra))
        losses.append(
            functional.binary_cross_entropy_with_logits(
                heads[first:third, 0], is_purpose, weight=weight
            )
        )
        lasting = torch.tensor([*(float(yes) for _, yes in spec), *([1.0] * len(bare_goals))])
        losses.append(0.7 * functional.binary_cross_entropy_with_logits(heads[third:, 1], lasting))
        loss = sum(losses)
        optimiser.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimiser.step()
        schedule.step()
        seen.append([float(one.detach()) for one in losses])
        if step % 10 == 0 or step == steps - 1:
            recent = np.round(np.mean(seen[-10:], axis=0), 3).tolist()
            print(
                json.dumps([base, step, steps, round(time.monotonic() - began), recent]), flush=True
            )
    return network


def matching_losses(goals: Any, said: Any, goal_theme: Any, theme: Any, grade: Any) -> list[Any]:
    """Goal to statements, statement to goals, statement to statement, goal to goal; weighted."""
    wanted = (goal_theme[:, None] == theme[None]) * grade[None]
    logits = SCALE * goals @ said.T
    own_said, own_goals = torch.eye(len(said)), torch.eye(len(goals))
    full = grade == 1
    alike = (theme[:, None] == theme[None]) & full[:, None] & full[None]
    sisters = goal_theme[:, None] == goal_theme[None]
    return [
        soft_loss(logits, wanted),
        0.5 * soft_loss(logits.T, wanted.T),
        0.3 * soft_loss(SCALE * said @ said.T - 1e4 * own_said, alike.float() * (1 - own_said)),
        0.2
        * soft_loss(SCALE * goals @ goals.T - 1e4 * own_goals, sisters.float() * (1 - own_goals)),
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--base", choices=sorted(BASES), help="only one of the two")
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    for base in [options.base] if options.base else sorted(BASES):
        torch.save(tune(base).state_dict(), options.folder / f"{base}.pt")


if __name__ == "__main__":
    main()
