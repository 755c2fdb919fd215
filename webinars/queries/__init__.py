"""What we ask: read-only questions to the database."""
