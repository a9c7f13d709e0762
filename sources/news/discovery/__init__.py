"""Where articles about the reports can be found, and which of them were asked for."""
