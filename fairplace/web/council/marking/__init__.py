"""Evaluators: mark statements blind, then moderate."""
