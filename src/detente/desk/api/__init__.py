"""The desk for programs: OpenAPI under /api/v1."""
