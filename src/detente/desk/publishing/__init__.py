"""Publishing: immutable numbered versions of a dossier, feeds, the sitemap."""
