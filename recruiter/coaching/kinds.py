"""What a stretch of text can be to the coach. The values are stored nowhere; screens name them."""

from enum import StrEnum


class Kind(StrEnum):
    """Kinds of goals first, then kinds of statements; the last two are said of both."""

    LASTING = "lasting"
    SPEC = "spec"
    TODO = "todo"
    HEADCOUNT = "headcount"
    FIGURE = "figure"
    SLOGAN = "slogan"
    THIN = "thin"
    DATED = "dated"

    PURPOSE = "purpose"
    PROBLEM = "problem"
    EMPTY = "empty"

    UNSURE = "unsure"
    NOT_READ = "not_read"
