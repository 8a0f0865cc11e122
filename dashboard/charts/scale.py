"""Round numbers for an axis."""

from __future__ import annotations

import math
from collections.abc import Callable

Number = Callable[[float], str]
_STEPS, _WHOLE = (1, 2, 2.5, 5, 10), (1, 2, 5, 10)
_FINE = 0.1 - 1e-9


def ticks(low: float, high: float, most: int = 5) -> list[float]:
    """Give at most so many round numbers between two ends, evenly spaced."""
    span = high - low
    if not span > 0:
        return [low] if math.isfinite(low) else []
    magnitude = 10 ** math.floor(math.log10(span / most))
    # Below a tenth, 2.5 would be written as 2 or 3: shares have no decimals.
    steps = _STEPS if magnitude >= _FINE else _WHOLE
    step = next(magnitude * one for one in steps if magnitude * one * most >= span)
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    return [round(count * step, 10) for count in range(first, last + 1)]


def padded(values: list[float], *, share: float = 0.08) -> tuple[float, float]:
    """Give the ends of an axis that holds these values with some air; missing ones are left out."""
    known = [value for value in values if math.isfinite(value)] or [0.0, 1.0]
    air = (max(known) - min(known)) * share or 0.05
    return min(known) - air, max(known) + air
