#!/usr/bin/env python3
"""Prints the expected values of ReferenceVectors, ready to paste.

Straight from the definitions, independently of the library: two-dimensional windows summed by
math.fsum pixel by pixel, variances as means of squared deviations, no products of sums, nothing
separable. The same values come from scikit-image 0.26 (peak_signal_noise_ratio,
structural_similarity, data_range=1; the Gaussian ones with gaussian_weights=True, sigma=1.5,
use_sample_covariance=False) and, for the mirrored border, from SciPy's gaussian_filter with
mode="mirror", truncate=3.5.

    python3 image_scores.py
"""
import itertools
import math

SIDE = 28
C1, C2 = 0.01**2, 0.03**2


def image(pixel):
    return {(i, j): pixel(i, j) for i in range(SIDE) for j in range(SIDE)}


def uniform():
    return {(u, v): 1 / 49 for u in range(-3, 4) for v in range(-3, 4)}


def gaussian():
    raw = {
        (u, v): math.exp(-(u * u + v * v) / (2 * 1.5**2))
        for u in range(-5, 6)
        for v in range(-5, 6)
    }
    total = math.fsum(raw.values())
    return {place: weight / total for place, weight in raw.items()}


def mirror(i):
    return -i if i < 0 else 2 * (SIDE - 1) - i if i >= SIDE else i


def ssim(x, y, weights, factor, mirrored):
    margin = 0 if mirrored else max(u for u, _ in weights)
    inside = range(margin, SIDE - margin)
    values = []
    for i, j in itertools.product(inside, inside):
        seen = [((mirror(i + u), mirror(j + v)), w) for (u, v), w in weights.items()]
        mx = math.fsum(w * x[p] for p, w in seen)
        my = math.fsum(w * y[p] for p, w in seen)
        vx = factor * math.fsum(w * (x[p] - mx) ** 2 for p, w in seen)
        vy = factor * math.fsum(w * (y[p] - my) ** 2 for p, w in seen)
        cxy = factor * math.fsum(w * (x[p] - mx) * (y[p] - my) for p, w in seen)
        values.append(
            (2 * mx * my + C1) * (2 * cxy + C2) / ((mx**2 + my**2 + C1) * (vx + vy + C2))
        )
    return math.fsum(values) / len(values)


def psnr(x, y):
    error = math.fsum((x[p] - y[p]) ** 2 for p in x) / len(x)
    return math.inf if error == 0 else 10 * math.log10(1 / error)


def noise():
    state = 12345
    while True:
        state = (1103515245 * state + 12345) % 2**31
        yield state / 2**31


def clip(value):
    return min(1.0, max(0.0, value))


draw = noise()
A = image(lambda i, j: next(draw))
B = image(lambda i, j: 0.7 * A[i, j] + 0.3 * next(draw))
RING = image(lambda i, j: clip(2 - abs(math.hypot(i - 13.5, j - 13.5) - 8)))
BAR = image(lambda i, j: clip(1.75 - abs(j - 14)) if 4 <= i <= 23 else 0.0)
MIX = image(lambda i, j: RING[i, j] + BAR[i, j])
HALF_MIX = image(lambda i, j: MIX[i, j] / 2)
PAIRS = {
    "NOISE": (A, B),
    "SHIFTED_RING": (RING, image(lambda i, j: RING[i, j - 1] if j > 0 else 0.0)),
    "HALF_RING": (RING, image(lambda i, j: RING[i, j] / 2)),
    "RING_AND_AVERAGE": (RING, HALF_MIX),
    "BAR_AND_AVERAGE": (BAR, HALF_MIX),
    "RING_AND_BAR": (RING, BAR),
    "RING_AND_BLACK": (RING, image(lambda i, j: 0.0)),
    "EQUAL": (RING, RING),
    "TWO_GREYS": (image(lambda i, j: 0.25), image(lambda i, j: 0.75)),
    "RING_AND_MIXTURE": (RING, MIX),
}

for name, (x, y) in PAIRS.items():
    scores = (
        psnr(x, y),
        ssim(x, y, uniform(), 49 / 48, False),
        ssim(x, y, gaussian(), 1, False),
        ssim(x, y, gaussian(), 1, True),
    )
    body = ", ".join("%.12f" % score for score in scores)
    print("  %s(%s)," % (name, body.replace("inf", "Double.POSITIVE_INFINITY")))
