"""Departments, the managers who speak for them, and what each department is for."""
