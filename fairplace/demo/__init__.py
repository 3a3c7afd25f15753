"""The demo: an invented region on a working Tuesday, made by running the real actions."""
