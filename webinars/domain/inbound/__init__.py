"""What comes by mail, and what it means."""
