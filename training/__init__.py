"""Where the encoder's constants come from: our own texts, and the scripts that fit them.

Nothing here runs in production; see README.md in this folder.
"""
