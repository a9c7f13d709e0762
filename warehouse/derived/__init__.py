"""Tables that are computed from other tables."""
