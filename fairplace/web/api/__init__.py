"""The programming interface for case-management systems (issue: open doors)."""
