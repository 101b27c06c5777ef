"""The forecast: what to expect of each issue, by several models of negotiation, and how well each has done before."""

from detente.forecast.table import Table, TableError, TableRow, read_table
from detente.forecast.voters import nash, weighted_mean, weighted_median

__all__ = ["Table", "TableError", "TableRow", "nash", "read_table", "weighted_mean", "weighted_median"]
