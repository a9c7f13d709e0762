"""The settings of an installation: one declaration, read from the environment and one file."""
