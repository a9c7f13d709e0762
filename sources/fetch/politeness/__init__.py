"""How fast and how often a host may be asked: intervals, robots.txt, rest."""
