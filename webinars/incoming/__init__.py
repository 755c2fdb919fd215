"""Reading mails of strangers in a process of its own, with little memory and time."""
