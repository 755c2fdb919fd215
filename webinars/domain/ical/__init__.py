"""Calendar objects (RFC 5545, 5546, 6047)."""
