"""Text: pure functions on strings. Spans, quotations, dates, states, names, canonical JSON.

Nothing here knows claims, files or clocks. Spans are [start, end) in code points everywhere.
"""
