"""Spreadsheets in: a CSV file is read, checked row by row, and written in one transaction.

Reading (`decoding`, `table`, `columns`, `cells`) knows nothing of the database. `candidate_import`
and `goal_import` do, and are the two doors: see docs/importing.md.
"""
