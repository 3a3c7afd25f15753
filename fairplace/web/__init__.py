"""Who sees it: one folder per audience, all behind the same page door."""
