"""The table as numbers: who sits there, what is on it, how acceptable each option is to whom, and why we think so."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from detente.contract import Option, Party
from detente.negotiation.assumptions import Assumption
from detente.negotiation.fixed import Fixed

Floats = NDArray[np.float64]
Counts = NDArray[np.int64]
State = Literal["agreed", "contested", "one_sided", "silent"]
RULING = "ruling:"


@dataclass(frozen=True, slots=True)
class Basis:
    """The ids of the statements behind the acceptance of one option by one party; all empty: no evidence."""

    supports: tuple[str, ...] = ()
    opposes: tuple[str, ...] = ()
    open: tuple[str, ...] = ()

    @property
    def statements(self) -> tuple[str, ...]:
        """All ids: supports first, then opposes, then open."""
        return self.supports + self.opposes + self.open


@dataclass(frozen=True, slots=True)
class TableIssue:
    """An issue on the table.  `status_quo` is the option that holds without a deal, where somebody names one.

    `status_quo_source` is the codebook's name ("?" if the dossier does not say which), or "ruling:" and the id of the
    ruling; None where no status quo is named.
    `implied` marks an issue of which the dossier lists fewer than two options: it is taken as "so or not", and who
    opposes the first option is counted as supporting the second.
    """

    id: str
    label: str
    options: tuple[Option, ...]
    status_quo: str | None = None
    status_quo_source: str | None = None
    codebook: str | None = None
    implied: bool = False

    def index(self, option: str) -> int:
        """Place of an option in `options`.  Raises KeyError if the issue has no such option."""
        for place, candidate in enumerate(self.options):
            if candidate.id == option:
                return place
        raise KeyError(option)


@dataclass(frozen=True, slots=True)
class IssueStatus:
    """How far an issue of the dossier is settled among all parties that spoke (see `statuses`)."""

    issue: str
    state: State
    agreed_on: tuple[str, ...] = ()
    contested: tuple[str, ...] = ()
    supporters: dict[str, tuple[str, ...]] = field(default_factory=dict)
    opponents: dict[str, tuple[str, ...]] = field(default_factory=dict)
    statements: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Draws:
    """Draws from the distributions; n draws, P parties, I issues, O options (NaN where an issue has fewer).

    acceptance (n, P, I, O) in [0, 1]; salience (n, P, I), sums to 1 over I; without_deal (n, P, I), the acceptance of
    what holds without a deal, and reservation (n, P), both None where no issue has a named status quo.
    """

    acceptance: Floats
    salience: Floats
    without_deal: Floats | None
    reservation: Floats | None

    @property
    def contributions(self) -> Floats:
        """What each option adds to each party's utility, (n, P, I, O)."""
        return self.salience[..., None] * self.acceptance

    @property
    def gains(self) -> Floats | None:
        """What each option adds to each party's utility above no deal, (n, P, I, O); exactly 0 for the status quo."""
        if self.without_deal is None:
            return None
        return np.asarray(self.salience[..., None] * (self.acceptance - self.without_deal[..., None]))


@dataclass(frozen=True, slots=True, eq=False)
class Negotiation:
    """Who sits at the table, what is on it, and the counts from which every number follows.

    `supports`, `opposes` (P, I, O) and `spoken` (P, I) count statements; cells of options that an issue does not have
    are 0 and False in `exists` (I, O).  `basis` names the statements behind each acceptance by (party, issue, option),
    `sources` those behind each salience by (party, issue).  `left_out` lists the parties that spoke but have no seat,
    `off_table` the issues that are not dealt with; `mediators` the parties that mediate, seated or not; `statuses`
    covers every issue of the dossier, on the table or not.  What is `fixed` holds instead of what the counts say.
    """

    parties: tuple[Party, ...]
    issues: tuple[TableIssue, ...]
    supports: Counts
    opposes: Counts
    spoken: Counts
    basis: dict[tuple[str, str, str], Basis]
    sources: dict[tuple[str, str], tuple[str, ...]]
    statuses: tuple[IssueStatus, ...]
    assumptions: tuple[Assumption, ...]
    mediators: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    off_table: tuple[str, ...] = ()
    persons_apart: bool = False
    fixed: Fixed = field(default_factory=Fixed)

    @property
    def exists(self) -> NDArray[np.bool_]:
        """Which options there are, (I, O)."""
        counts = np.array([len(issue.options) for issue in self.issues], dtype=np.int64)
        return np.asarray(np.arange(self.supports.shape[2]) < counts[:, None])

    @property
    def alpha(self) -> Floats:
        """First Beta parameter, 1 + supports, (P, I, O); NaN where there is no option."""
        return np.where(self.exists, 1.0 + self.supports, np.nan)

    @property
    def beta(self) -> Floats:
        """Second Beta parameter, 1 + opposes, (P, I, O); NaN where there is no option."""
        return np.where(self.exists, 1.0 + self.opposes, np.nan)

    @property
    def concentration(self) -> Floats:
        """Dirichlet parameters of the salience, 1 + statements, (P, I)."""
        return np.asarray(1.0 + self.spoken)

    @property
    def mean_acceptance(self) -> Floats:
        """Expected acceptance, (P, I, O)."""
        alpha = self.alpha
        return self.with_acceptance(alpha / (alpha + self.beta))

    @property
    def mean_salience(self) -> Floats:
        """Expected salience, (P, I); each row sums to 1."""
        concentration = self.concentration
        return self.with_salience(concentration / concentration.sum(axis=1, keepdims=True))

    @property
    def firm(self) -> NDArray[np.bool_]:
        """Which party has taken a firm stance on which issue (or has one set), (P, I)."""
        said = np.asarray((self.supports + self.opposes).sum(axis=2) > 0)
        for p, i, _ in self._fixed_cells():
            said[p, i] = True
        return said

    @property
    def mean_utilities(self) -> Floats:
        """Expected utility that each option adds, (P, I, O); a deal's utility is the sum over its options."""
        return self.mean_salience[..., None] * self.mean_acceptance

    @property
    def has_status_quo(self) -> bool:
        """Whether a codebook or a ruling says for at least one issue what holds without a deal."""
        return any(issue.status_quo is not None for issue in self.issues)

    @property
    def reservation(self) -> Floats | None:
        """Expected reservation value of each party, (P,); None where no issue has a named status quo."""
        return self.reservation_at(self.mean_acceptance, self.mean_salience)

    def reservation_at(self, acceptance: Floats, salience: Floats) -> Floats | None:
        """As `reservation`, for a caller that has the means already, (P, I, O) and (P, I)."""
        if not self.has_status_quo:
            return None
        without_deal = self._with_reservation(self.without_deal(acceptance))
        return np.asarray((salience * without_deal).sum(axis=1))

    def without_deal(self, acceptance: Floats) -> Floats:
        """Acceptance of what holds without a deal, (..., P, I), from acceptances (..., P, I, O).

        Where no status quo is named, every option is taken as equally likely (Laplace's rule): the mean over them.
        """
        columns = [
            acceptance[..., i, issue.index(issue.status_quo)]
            if issue.status_quo is not None
            else acceptance[..., i, : len(issue.options)].mean(axis=-1)
            for i, issue in enumerate(self.issues)
        ]
        return np.stack(columns, axis=-1)

    def acceptance_fraction(self, party: int, issue: int, option: int) -> Fraction:
        """Expected acceptance as an exact fraction (arguments are places in `parties`, `issues`, `options`)."""
        names = (self.parties[party].id, self.issues[issue].id, self.issues[issue].options[option].id)
        if names in self.fixed.acceptance:
            return self.fixed.acceptance[names]
        for_it, against = int(self.supports[party, issue, option]), int(self.opposes[party, issue, option])
        return Fraction(1 + for_it, 2 + for_it + against)

    def salience_fraction(self, party: int, issue: int) -> Fraction:
        """Expected salience as an exact fraction."""
        given = self.fixed.shares(self.parties[party].id, [each.id for each in self.issues])
        if issue in given:
            return given[issue]
        weight = [1 + int(n) for place, n in enumerate(self.spoken[party]) if place not in given]
        return (1 - sum(given.values(), Fraction())) * Fraction(1 + int(self.spoken[party, issue]), sum(weight))

    def draw(self, n: int, seed: int = 0) -> Draws:
        """Draw `n` times from every distribution; the same seed gives the same draws.

        Raises ValueError if n is below 1 or the table is empty.
        """
        if n < 1:
            raise ValueError(f"the number of draws must be at least 1, not {n}")
        if not self.parties or not self.issues:
            raise ValueError("nothing to draw: the table has no parties or no issues")
        rng = np.random.default_rng(seed)
        acceptance = rng.beta(1.0 + self.supports, 1.0 + self.opposes, size=(n, *self.supports.shape))
        acceptance[:, :, ~self.exists] = np.nan
        acceptance = self.with_acceptance(acceptance)
        weights = rng.standard_gamma(self.concentration, size=(n, *self.spoken.shape))
        salience = self.with_salience(weights / weights.sum(axis=2, keepdims=True))
        return self.draws_of(acceptance, salience)

    def draws_of(self, acceptance: Floats, salience: Floats) -> Draws:
        """Draws (n, P, I, O) and (n, P, I) with what holds without a deal."""
        if not self.has_status_quo:
            return Draws(acceptance, salience, None, None)
        without_deal = self._with_reservation(self.without_deal(acceptance))
        return Draws(acceptance, salience, without_deal, (salience * without_deal).sum(axis=2))

    def _fixed_cells(self) -> dict[tuple[int, int, int], float]:
        """The acceptances that are set, by places."""
        if not self.fixed.acceptance:
            return {}
        return {
            (p, i, o): float(self.fixed.acceptance[party.id, issue.id, option.id])
            for p, party in enumerate(self.parties)
            for i, issue in enumerate(self.issues)
            for o, option in enumerate(issue.options)
            if (party.id, issue.id, option.id) in self.fixed.acceptance
        }

    def _with_reservation(self, without_deal: Floats) -> Floats:
        """What holds without a deal (..., P, I) with the reservation values that are set, changed in place.

        They count on every issue: salience sums to 1, so that it is what they add up to.
        """
        for p, party in enumerate(self.parties):
            if party.id in self.fixed.reservation:
                without_deal[..., p, :] = float(self.fixed.reservation[party.id])
        return without_deal

    def with_acceptance(self, acceptance: Floats) -> Floats:
        """Acceptances (..., P, I, O) with those that are set, changed in place."""
        for (p, i, o), value in self._fixed_cells().items():
            acceptance[..., p, i, o] = value
        return acceptance

    def with_salience(self, salience: Floats) -> Floats:
        """Shares (..., P, I) with those that are set, changed in place.

        The others keep their proportions: given some shares of a Dirichlet variate, the rest of it is Dirichlet again.
        """
        if self.fixed.salience:
            ids = [issue.id for issue in self.issues]
            for p, party in enumerate(self.parties):
                given = self.fixed.shares(party.id, ids)
                rest = [i for i in range(len(ids)) if i not in given]
                if given and rest:
                    own = salience[..., p, rest]
                    left = float(1 - sum(given.values(), Fraction()))
                    salience[..., p, rest] = left * own / own.sum(axis=-1, keepdims=True)
                for i, share in given.items():
                    salience[..., p, i] = float(share)
        return salience
