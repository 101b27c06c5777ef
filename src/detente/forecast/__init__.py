"""The forecast: what to expect of each issue, by several models of negotiation, and how well each has done before."""

from detente.forecast.backtest import Case, Score, backtest, difference
from detente.forecast.challenge import VARIANTS, Challenge, ChallengeDraws, Offer, Round, scholz, scholz_draws
from detente.forecast.challenge_round import Variant
from detente.forecast.comparing import Comparison, compare
from detente.forecast.dossier import from_negotiation
from detente.forecast.election import election, utilities_on_line, victories
from detente.forecast.exchange import Exchange, ExchangeRound, exchange, exchange_draws
from detente.forecast.exchange_round import Trade
from detente.forecast.forecast import MODELS, forecast, inputs_of
from detente.forecast.inputs import Inputs, IssueInput, NotForecast, Sample, from_table
from detente.forecast.model import ActorPlace, Forecast, IssueForecast, ModelForecast, Swap
from detente.forecast.record import Accuracy, accuracy
from detente.forecast.table import Table, TableError, TableRow, read_table
from detente.forecast.voters import nash, weighted_mean, weighted_median
from detente.forecast.words import explained, model_name, word

__all__ = [
    "MODELS",
    "VARIANTS",
    "Accuracy",
    "ActorPlace",
    "Case",
    "Challenge",
    "ChallengeDraws",
    "Comparison",
    "Exchange",
    "ExchangeRound",
    "Forecast",
    "Inputs",
    "IssueForecast",
    "IssueInput",
    "ModelForecast",
    "NotForecast",
    "Offer",
    "Round",
    "Sample",
    "Score",
    "Swap",
    "Table",
    "TableError",
    "TableRow",
    "Trade",
    "Variant",
    "accuracy",
    "backtest",
    "compare",
    "difference",
    "election",
    "exchange",
    "exchange_draws",
    "explained",
    "forecast",
    "from_negotiation",
    "from_table",
    "inputs_of",
    "model_name",
    "nash",
    "read_table",
    "scholz",
    "scholz_draws",
    "utilities_on_line",
    "victories",
    "weighted_mean",
    "weighted_median",
    "word",
]
