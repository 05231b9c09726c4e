"""Reports: one emitter a format over findings and the document."""
