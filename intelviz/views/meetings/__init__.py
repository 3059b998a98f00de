"""Whom somebody met."""
