"""Readers of the statutory lists and the law enforcement tables of the TIP Report."""
