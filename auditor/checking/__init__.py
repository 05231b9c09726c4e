"""Relations and rules to verdicts."""
