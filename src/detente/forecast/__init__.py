"""The forecast: what to expect of each issue, by several models of negotiation, and how well each has done before."""

from detente.forecast.challenge import VARIANTS, Challenge, ChallengeDraws, Offer, Round, scholz, scholz_draws
from detente.forecast.challenge_round import Variant
from detente.forecast.election import election, utilities_on_line, victories
from detente.forecast.exchange import Exchange, ExchangeRound, exchange, exchange_draws
from detente.forecast.exchange_round import Trade
from detente.forecast.table import Table, TableError, TableRow, read_table
from detente.forecast.voters import nash, weighted_mean, weighted_median

__all__ = [
    "VARIANTS",
    "Challenge",
    "ChallengeDraws",
    "Exchange",
    "ExchangeRound",
    "Offer",
    "Round",
    "Table",
    "TableError",
    "TableRow",
    "Trade",
    "Variant",
    "election",
    "exchange",
    "exchange_draws",
    "nash",
    "read_table",
    "scholz",
    "scholz_draws",
    "utilities_on_line",
    "victories",
    "weighted_mean",
    "weighted_median",
]
