"""Reading the tables Japanese offices publish, with all their dirt, and saying what was assumed.

reading.py is the door (`read_table`), columns.py knows the headers of the national standard,
records.py turns cells into values and faults.
"""
