"""Our own components beyond GOV.UK's: layouts, macros, styles, and the formats of dates, money and time."""
