"""Texts and pages that an earlier build has drawn, found again by everything that they were drawn from."""
