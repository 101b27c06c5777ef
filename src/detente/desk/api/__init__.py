"""The desk for programs: everything that the pages can do with dossiers, as OpenAPI under /api/v1."""
