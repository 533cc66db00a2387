"""What software for Japanese cities must know: eras, codes, readings, yen, holidays, dirty tables.

Pure: no Django, no clock, no settings; nothing is read but the bytes and paths handed in. Messages
are Japanese sentences for the person who wrote what could not be read.
"""
