"""The recruiter's pages."""
