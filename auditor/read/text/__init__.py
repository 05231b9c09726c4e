"""Plain text, Markdown and delimited values, and tables that text lays out."""
