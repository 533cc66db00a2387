"""How far a share, a mean or a median may be off by the chance of who answered."""

from collections.abc import Sequence
from math import ceil, floor, sqrt
from statistics import NormalDist

CONFIDENCE = 0.95


def _z(confidence: float) -> float:
    return NormalDist().inv_cdf(0.5 + confidence / 2)


def wilson(share: float, n: float, *, confidence: float = CONFIDENCE) -> tuple[float, float]:
    """Wilson's score interval of a share (0 to 1) among `n`; of nobody nothing is known: 0 to 1.

    `n` may be an effective number and thus broken. Source: Wilson 1927.
    """
    if n <= 0:
        return 0.0, 1.0
    z2 = _z(confidence) ** 2
    middle = (share + z2 / (2 * n)) / (1 + z2 / n)
    reach = sqrt(z2 * (share * (1 - share) / n + z2 / (4 * n * n))) / (1 + z2 / n)
    return max(0.0, min(share, middle - reach)), min(1.0, max(share, middle + reach))


def mean_interval(
    values: Sequence[float],
    weights: Sequence[float] | None = None,
    *,
    confidence: float = CONFIDENCE,
) -> tuple[float, float, float] | None:
    """(mean, low, high) by the normal approximation, weights through Kish's effective number.

    None without values; of a single value, or where all are equal, low and high are the mean.
    """
    if not values:
        return None
    told = [1.0] * len(values) if weights is None else list(weights)
    whole = sum(told)
    mean = sum(v * w for v, w in zip(values, told, strict=True)) / whole
    effective = whole * whole / sum(w * w for w in told)
    if effective <= 1:
        return mean, mean, mean
    spread = sum(w * (v - mean) ** 2 for v, w in zip(values, told, strict=True)) / whole
    reach = _z(confidence) * sqrt(spread * effective / (effective - 1) / effective)
    return mean, mean - reach, mean + reach


def median_interval(
    values: Sequence[float], *, confidence: float = CONFIDENCE
) -> tuple[float, float, float] | None:
    """(median, low, high), the bounds by order statistics (binomial, normal approximation).

    Of few values the bounds are the smallest and the largest.
    """
    if not values:
        return None
    ranked = sorted(values)
    n = len(ranked)
    middle = (ranked[(n - 1) // 2] + ranked[n // 2]) / 2
    reach = _z(confidence) * sqrt(n) / 2
    low, high = floor(n / 2 - reach), ceil(n / 2 + reach)
    return middle, ranked[max(low - 1, 0) if low > 0 else 0], ranked[min(high, n - 1)]
