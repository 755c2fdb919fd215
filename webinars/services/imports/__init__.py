"""Taking over lists of people: keep the file, look through it, register, and take it back.

A file is kept in parts of a few rows. Everything that is done with it is done part by part,
one transaction each: whoever is killed half-way leaves whole parts, and goes on with the next.
"""
