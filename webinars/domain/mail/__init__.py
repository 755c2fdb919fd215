"""Mails as bytes, and the mails that come back."""
