"""The folder of one warehouse: where its parts are, who writes to them, its clock, and errors of the machine."""
