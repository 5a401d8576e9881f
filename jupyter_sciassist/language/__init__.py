"""Words: the sentence of a finding (by code), prompts, reply schemas, the checker, what matters."""
