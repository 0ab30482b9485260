"""How much a file may hold. Everything about size is stated here and nowhere else."""

MAX_BYTES = 100 * 2**20
MAX_ROWS = 200_000
MAX_COLUMNS = 64
# The csv module's own default. A cell that long is nearly always a quote that was never closed.
MAX_CELL = 131_072
EXCERPT_LENGTH = 40
EARLIEST_YEAR = 1900
