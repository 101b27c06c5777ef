"""Dossiers: what the reports gave, the pages that show it, exports and search."""
