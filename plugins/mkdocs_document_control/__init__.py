"""The MkDocs plugin that publishes a manual under document control."""
