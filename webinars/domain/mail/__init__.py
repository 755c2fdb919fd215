"""Mails, as bytes."""
