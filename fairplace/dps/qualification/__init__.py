"""Apply, assess, sign, accredit; the competency score."""
