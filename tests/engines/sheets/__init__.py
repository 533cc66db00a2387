"""Sheets printed, filled by a pen and pictured, by a program with a seed."""
