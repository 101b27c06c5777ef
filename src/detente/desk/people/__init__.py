"""Who uses the desk: accounts with a role each, log-in, first run, tokens for the API."""
