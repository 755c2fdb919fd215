"""Lists of people from other programs: which column means what, and what each row says."""
