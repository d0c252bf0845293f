"""Who has to know what, and who does: by role, by document or skill, by person."""
