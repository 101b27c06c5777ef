"""The command `detente`.  Nothing heavy is imported here: `detente --help` has to answer at once."""

from detente.cli.app import main as main
