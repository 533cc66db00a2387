"""The opinion engine against hand-made truths, rules that always hold, and real conversations."""
