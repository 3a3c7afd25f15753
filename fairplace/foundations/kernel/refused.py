"""The one way in which an action or a rule says no."""


class Refused(Exception):
    """A refusal that the user is told in one sentence, for example beside the form field that caused it.

    The sentence says what is wrong or what to do; it must never hold what the user may not see.
    """

    def __init__(self, sentence: str, field: str | None = None) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.field = field

    def __str__(self) -> str:
        return self.sentence


class NotThere(Exception):
    """The object does not exist, or not for this actor: nobody can tell which. The page door shows a 404."""
