"""Calendar objects, byte by byte."""
