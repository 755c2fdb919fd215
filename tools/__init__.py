"""Programs for those who develop Webinars; `make` calls dev.py."""
