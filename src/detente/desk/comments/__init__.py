"""Comments on published dossiers: all moderated under the policy, every decision on record."""
