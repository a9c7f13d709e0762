"""The layouts of the Report on International Religious Freedom, most specific first."""

from dataclasses import replace
from typing import Final

from sources.state_department.layouts.human_rights import HUMAN_RIGHTS_LAYOUTS
from sources.state_department.layouts.tip import TIP_LAYOUTS

_CENTERBLOCK: Final = next(layout for layout in TIP_LAYOUTS if layout.name == "tip_centerblock")

RELIGIOUS_FREEDOM_LAYOUTS: Final = (
    *(
        replace(layout, name=layout.name.replace("state_report", "irf"), verified=False)
        for layout in HUMAN_RIGHTS_LAYOUTS
    ),
    replace(_CENTERBLOCK, name="irf_centerblock"),
)
"""The templates of www.state.gov and of the years before are the same for all reports. No real page of this report was
available."""
