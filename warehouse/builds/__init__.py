"""How every table is made, said once: its build specification, the version of its code, and whether it is stale."""
