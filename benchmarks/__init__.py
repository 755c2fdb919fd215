"""How fast the pages are, as a share of what the same server does with nothing to do."""
