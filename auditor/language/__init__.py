"""Languages: their words (`rules/lexicon/`), telling one from another, sentences, comparing words."""
