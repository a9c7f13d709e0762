"""Readers of report sections: headings, sections, narratives and recommendations."""
