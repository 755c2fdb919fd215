"""What we do: verbs that never commit."""
