"""The layouts of report pages, one module per family. A layout is the markup of one generation of pages."""
