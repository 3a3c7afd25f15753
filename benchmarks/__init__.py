"""How fast the main pages are, against the least that any page with the same rows would need (`make bench`)."""
