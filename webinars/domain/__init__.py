"""What is true: pure functions over models and plain values."""
