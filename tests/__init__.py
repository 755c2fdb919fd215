"""The tests: they mirror the package, one file for each module or page."""
