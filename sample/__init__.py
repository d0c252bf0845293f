"""The invented people of the sample manual and their approvals."""
