"""What a run has beside its documents: time, progress, the files that come with the program, its version."""
