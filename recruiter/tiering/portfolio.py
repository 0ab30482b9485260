"""Who gets the Invest places: a portfolio over the goals, never a top-k list.

The worth of a set S of people is

    f(S) = sum over goals g of  importance(g) * sum over k of  discount**(k-1) * v(g, k)

where v(g, k) is the k-th largest points on g within S. Read by levels instead of by people,

    f(S) = sum over g, over u = 1..100 of  importance(g) * sum over k < n(g, u) of  discount**k

with n(g, u) the number of people in S who have at least u points on g: a sum of concave functions
of counts. So f never falls and has diminishing returns; the gain of one more person with v points
on g is the sum over u = 1..v of discount**n(g, u), and what their leaving would free for others is
the same sum of discount**(n(g, u) - 1) - discount**n(g, u). Two tables of at most 101 entries per
goal answer both for everybody at once, however deep the bench.

All arithmetic is in whole billionths of a point: exact, and the same in every order of the input.
"""

import numpy as np
from numpy.typing import NDArray

from recruiter.tiering.policy import WEIGHT_SCALE, Pin, Policy, bench_weights


class Benches:
    """The benches of all goals while people are put on and taken off.

    Attributes:
        gains: what one more such person would add to the benches as they are now, shape (people,),
            billionths of a point; for somebody on a bench, what their double would add.
    """

    def __init__(
        self,
        points: NDArray[np.int64],
        importance: NDArray[np.int64],
        on: NDArray[np.bool_],
        discount: float,
    ) -> None:
        """Set up the benches of the people `on`.

        Args:
            points: 0..100, shape (people, goals).
            importance: shape (goals,).
            on: shape (people,).
        """
        people, goals = points.shape
        levels = int(points.max(initial=0)) + 1
        self._points = points
        self._levels = np.arange(levels)[:, None]
        # Level 0 stands for no points at all, so it weighs nothing.
        self._scale = np.repeat(importance[None, :], levels, axis=0)
        self._scale[0] = 0
        self._weights = bench_weights(discount, people + 1)
        # Where each person's points stand in a flattened table of (levels, goals).
        self._cell = points * goals + np.arange(goals)
        # How many people on each bench have at least so many points, shape (levels, goals).
        seated = np.bincount(self._cell[on].ravel(), minlength=levels * goals)
        at_least = seated.reshape(levels, goals)[::-1].cumsum(axis=0)[::-1]
        self._counts = np.ascontiguousarray(at_least)
        # What the next person at each level counts there.
        self._layers = self._weights.take(self._counts) * self._scale
        self.gains = self._look_up(self._layers).sum(axis=1)

    def _look_up(self, layers: NDArray[np.int64]) -> NDArray[np.int64]:
        """Sum layers from level 1 up to each person's points, shape (people, goals)."""
        sums: NDArray[np.int64] = layers.cumsum(axis=0).ravel().take(self._cell)
        return sums

    def put(self, person: int, times: int = 1) -> None:
        """Put a person on the benches, or take them off (`times` = -1)."""
        self._counts += times * (self._points[person] >= self._levels)
        layers = self._weights.take(self._counts) * self._scale
        self.gains += self._look_up(layers - self._layers).sum(axis=1)
        self._layers = layers

    def freed(self) -> NDArray[np.int64]:
        """What one person fewer at each of a person's levels would add to their gain.

        Returns:
            Shape (people, goals), billionths. When i leaves, the gain of j grows by the sum over
            goals of min(freed[i], freed[j]), because the levels they share are the lower of both.
        """
        fewer = np.maximum(self._counts - 1, 0)
        return self._look_up(self._weights.take(fewer) * self._scale - self._layers)

    def losses(self) -> NDArray[np.int64]:
        """What the benches lose when somebody on them leaves, shape (people,), billionths."""
        losses: NDArray[np.int64] = self.gains + self.freed().sum(axis=1)
        return losses

    def best_swap(
        self, leavers: NDArray[np.intp], comers: NDArray[np.intp], over: int
    ) -> tuple[int, int] | None:
        """Find the exchange of one person on the benches for one outside that gains the most.

        Args:
            leavers: people on the benches who may go, ascending.
            comers: people outside who may come, ascending.
            over: a swap must gain more than this, billionths, >= 0.

        Returns:
            (leaver, comer), or None when no swap gains enough. Equal gains go to the smallest
            comer, then to the largest leaver.
        """
        if not leavers.size or not comers.size:
            return None
        # A swap gains at most what the comer would add beyond what the leaver's double would add,
        # so most pairs need no closer look.
        leavers = leavers[self.gains[leavers] + over < self.gains[comers].max()]
        if not leavers.size:
            return None
        comers = comers[self.gains[comers] > self.gains[leavers].min() + over]
        freed = self.freed()
        going, coming = freed[leavers], freed[comers]
        gain = self.gains[comers] - (self.gains[leavers] + going.sum(axis=1))[:, None]
        for goal in range(freed.shape[1]):
            gain += np.minimum(going[:, goal, None], coming[:, goal])
        best = int(gain.max())
        if best <= over:
            return None
        rows, columns = np.nonzero(gain == best)
        comer = columns.min()
        return int(leavers[rows[columns == comer].max()]), int(comers[comer])


def worth(
    points: NDArray[np.int64],
    importance: NDArray[np.int64],
    chosen: NDArray[np.bool_],
    discount: float,
) -> int:
    """f(S) of the people `chosen`, shape (people,), in billionths of a point."""
    benches = np.sort(points[chosen], axis=0)[::-1]
    return int(bench_weights(discount, len(benches)) @ benches @ importance)


class _List:
    """An Invest list on its way: who is on it, and its benches."""

    def __init__(
        self,
        points: NDArray[np.int64],
        importance: NDArray[np.int64],
        pinned: NDArray[np.bool_],
        eligible: NDArray[np.bool_],
        start: NDArray[np.bool_],
        discount: float,
    ) -> None:
        self.chosen = start.copy()
        self._pinned = pinned
        self._eligible = eligible
        self._benches = Benches(points, importance, start, discount)

    def _outside(self) -> NDArray[np.intp]:
        return np.flatnonzero(self._eligible & ~self.chosen)

    def _loose(self) -> NDArray[np.intp]:
        return np.flatnonzero(self.chosen & ~self._pinned)

    def _bring_in(self, person: int) -> None:
        self.chosen[person] = True
        self._benches.put(person)

    def _let_go(self, person: int) -> None:
        self.chosen[person] = False
        self._benches.put(person, times=-1)

    def shrink(self, places: int) -> None:
        """Let go whoever is missed least until the rest fits; of equals the larger row goes."""
        for _ in range(int(self.chosen.sum()) - places):
            loose = self._loose()[::-1]
            self._let_go(int(loose[self._benches.losses()[loose].argmin()]))

    def fill(self, places: int) -> None:
        """Give the free places one by one to whoever adds most; of equals the smaller row."""
        for _ in range(places - int(self.chosen.sum())):
            outside = self._outside()
            if not outside.size:
                return
            self._bring_in(int(outside[self._benches.gains[outside].argmax()]))

    def settle(self, over: int) -> None:
        """Make the best swap for as long as one gains more than `over` billionths.

        Ends, because each swap raises f, which is bounded, by a whole number above zero.
        """
        while swap := self._benches.best_swap(self._loose(), self._outside(), over):
            self._let_go(swap[0])
            self._bring_in(swap[1])


def choose(
    points: NDArray[np.int64],
    importance: NDArray[np.int64],
    pin: NDArray[np.uint8],
    incumbent: NDArray[np.bool_],
    eligible: NDArray[np.bool_],
    places: int,
    policy: Policy,
) -> NDArray[np.bool_]:
    """Choose at most `places` people for Invest, moving as few as the list's worth allows.

    Start from the pins and from the incumbents who may stay. Let go whoever is missed least if they
    are too many, give free places greedily, then swap for as long as one swap betters the list by
    more than the bonus. Should a list made from nothing (greedy) be worth more than this one by
    over one bonus for each person in whom they differ, that list is settled and taken instead.

    The result, fed back as incumbents, comes back unchanged: all of it may stay, no place is free
    for anybody who could take it, no swap gains enough, and the last comparison ends as before.

    Args:
        points: 0..100, shape (people, goals); rows in the order of the people's keys, since ties
            go to the smaller row.
        importance: shape (goals,).
        pin, incumbent, eligible: shape (people,); only the eligible enter or stay by machine.

    Returns:
        Shape (people,), True for those in Invest.

    Raises:
        ValueError: more people are pinned to Invest than there are places.

    Source: docs/tiering.md, "The Invest places"; why swaps: docs/decisions/0004-portfolio.md.
    """
    pinned = pin == Pin.INVEST
    if int(pinned.sum()) > places:
        raise ValueError("More people are pinned to Invest than there are places.")
    eligible = eligible & (pin == Pin.NONE)
    rows = np.flatnonzero(eligible | pinned)
    points, pinned, eligible = points[rows], pinned[rows], eligible[rows]
    start = pinned | (incumbent[rows] & eligible)

    def begin(start: NDArray[np.bool_]) -> _List:
        return _List(points, importance, pinned, eligible, start, policy.discount)

    bonus = policy.incumbent_bonus * WEIGHT_SCALE
    kept = begin(start)
    kept.shrink(places)
    kept.fill(places)
    kept.settle(bonus)

    fresh = begin(pinned)
    fresh.fill(places)
    lag = worth(points, importance, fresh.chosen, policy.discount) - worth(
        points, importance, kept.chosen, policy.discount
    )
    if lag > bonus * int((fresh.chosen & ~kept.chosen).sum()):
        fresh.settle(bonus)
        kept = fresh
    chosen = np.zeros(pin.size, dtype=np.bool_)
    chosen[rows] = kept.chosen
    return chosen
