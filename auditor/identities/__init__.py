"""Document identities: equations over named figures of one document or series, written by people in YAML."""
