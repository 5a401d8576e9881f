"""The Jupyter Server edge: app, handlers and services."""
