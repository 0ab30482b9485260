"""Candidates: facts about people, in their own words and ours."""
