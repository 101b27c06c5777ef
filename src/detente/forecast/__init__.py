"""The forecast: what to expect of each issue, by several models of negotiation, and how well each has done before."""

from detente.forecast.voters import nash, weighted_mean, weighted_median

__all__ = ["nash", "weighted_mean", "weighted_median"]
