"""Intake: the one way a file's rows become the house's rows.

An app declares an `IntakeKind` in its manifest. The kind reads a file into a `Proposal` (what would
be added, changed, removed; what is wrong and where; what was assumed) and applies it. Everything
else is here, the same for all: the upload, the preview, all or nothing, the history, the undo.
Nothing here knows what a row means.
"""
