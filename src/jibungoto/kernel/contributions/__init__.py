"""What people bring to the town: findings, ideas and whatever comes later.

The tables all of them have stand in `tables`. What the town does with them (a state with its
reason, an answer, a result, merging, hiding, reports) stands in `handling`. A room adds its own
columns, names its tables in one `Handling`, and gives the verbs its words.
"""
