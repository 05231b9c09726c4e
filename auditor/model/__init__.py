"""The nouns: documents, figures, relations, verdicts, findings. They know nothing of the rest of the program."""
