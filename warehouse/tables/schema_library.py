"""dataframely, imported without SQLAlchemy.

dataframely imports SQLAlchemy where it is installed, to offer the types of SQL databases, and works without it. The
tables have no such types, and that import would be a quarter of the time in which a command that reads one page starts.
Code that needs SQLAlchemy imports it as always.
"""

import sys
from typing import Final

_UNUSED: Final = "sqlalchemy"
_HIDDEN = _UNUSED not in sys.modules
if _HIDDEN:
    sys.modules[_UNUSED] = None  # type: ignore[assignment]  # an import of it raises ImportError
try:
    import dataframely
finally:
    if _HIDDEN:
        del sys.modules[_UNUSED]

__all__ = ["dataframely"]
