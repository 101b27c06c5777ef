"""Notification by mail: subscriptions confirmed twice, the outbox, digests."""
