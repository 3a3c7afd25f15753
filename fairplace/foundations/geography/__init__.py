"""Where places are: the ONS postcode directory, read without a database."""
