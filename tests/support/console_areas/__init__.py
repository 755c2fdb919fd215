"""The areas of the console: one module each, with what a look at all its pages needs.

Each has `PLACES` (pages and their states; words in braces are filled in), `EXAMPLES` (values for
the variable parts of addresses, by their names), `NOT_PAGES` (endpoints that are no pages, and
what they are) and `furnish()`, which stores what the pages show and returns further words.
"""
