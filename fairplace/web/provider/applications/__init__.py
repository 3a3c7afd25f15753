"""Joining: the application, its lines, their answers and costs."""
