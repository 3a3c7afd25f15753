"""The one error of the launcher."""


class CannotStart(Exception):
    """Why nothing was started, as one sentence for the person at the terminal. It is printed without a
    traceback."""
