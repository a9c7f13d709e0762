"""The layouts of report pages, one module per family. A layout is the markup of one generation of pages.

The blocks are read by `sources/html`; `sources/state_department/readers` assigns layouts to kinds of pages.
"""
