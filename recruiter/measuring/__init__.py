"""How good the engine is on labelled texts, beside what others would do with the same texts.

Uses the encoder exactly as a ranking uses it. No Django, no database: `manage.py evaluate` is the
doorway, docs/quality.md the page for people.
"""
