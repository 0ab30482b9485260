"""The project package, and the recruiter's desk. Keep it free of imports: the engines load it."""
