"""What the criteria of a competition are called on pages, in the order in which they are shown."""

from typing import Final

CRITERION_NAMES: Final = {
    "price": "Price",
    "outcomes": "Outcomes (the statement)",
    "needs": "Needs",
    "features": "Features",
    "location": "Location",
    "competency": "Core competency",
}
