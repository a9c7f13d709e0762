"""Rows become staged tables: the inputs of each build, and the build itself."""
