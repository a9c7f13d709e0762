"""Build specifications of the tables, and the version of the code that makes a table."""
