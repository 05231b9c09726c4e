"""The kinds of relations: one file a kind."""
