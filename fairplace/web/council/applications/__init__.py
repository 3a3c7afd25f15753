"""The lead authority: the queue of applications, assessing, agreements of accreditation."""
