"""Pages behind a registrant's own links."""
