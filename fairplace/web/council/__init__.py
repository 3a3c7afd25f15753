"""Pages of the councils: officers, evaluators, openers, the lead's procurement team."""
