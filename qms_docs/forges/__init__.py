"""What GitHub, GitLab and Gitea say about the reviews of a pull request: one module a forge, no network."""
