"""Webinars: schedules a webinar series, registers people for it and keeps their calendars right."""
