"""Diagrams and formulas that are written as text, drawn as pictures that stand still."""
