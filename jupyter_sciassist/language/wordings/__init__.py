"""The sentences of findings, one file a family; `statements.word` chooses among them."""
