"""The conversation: understand, compute, state by code, let the model comment, check, mark."""
