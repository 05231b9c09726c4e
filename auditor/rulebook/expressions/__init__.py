"""The little language of checks over named figures: its tree, its grammar, its values, its linear form."""
