"""The IPython edge: comms, the store of suggestions, magics and the widget."""
