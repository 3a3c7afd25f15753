"""The people of an organisation: one flow for councils, providers and those who run Fairplace (X1).

What differs between the three is data (`desk.py`); the rooms of the audiences give these pages their addresses.
"""

from fairplace.web.people.addresses import people_addresses
from fairplace.web.people.desk import COUNCIL, OPERATOR, PROVIDER

__all__ = ["COUNCIL", "OPERATOR", "PROVIDER", "people_addresses"]
