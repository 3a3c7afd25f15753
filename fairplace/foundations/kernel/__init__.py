"""Pure building blocks: no Django, no clock, no chance (but for identifiers), no input or output."""
