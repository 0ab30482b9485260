"""One script per claim in docs/: run it, and it prints the figures."""
