"""The notebook's own cells: cut to budget, what they computed already, what went wrong in them."""
