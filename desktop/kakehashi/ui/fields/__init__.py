"""Editors of fields, made from their descriptions alone, so that every kind can be edited."""
