#!/usr/bin/env python3
"""Prints the expected values of EnumerationByHandTest, ready to paste.

Enumerates all states in plain Python, independently of the library: no sharing of code, no
meeting in the middle, sums by math.fsum. All inputs are multiples of 1/64, so that the energies
are exact in float32 and the test can ask for 1e-12.

    python3 estep_vectors.py
"""
import math

D = 4
X = [1.25, 0.5, 0.75, 0.140625]
MU = [[0.75, 0.25, 0.125, 0.0], [0.375, 0.125, 0.5, 0.25], [0.125, 0.25, 0.015625, 0.875]]
PI = [0.3, 0.2, 0.6]
B = 0.25
H = len(MU)


def java(name, values):
    body = ", ".join(repr(v) for v in values)
    print("  private static final double[] %s = {%s};" % (name, body))


def active(s):
    return [h for h in range(H) if s >> h & 1]


def posterior(joint):
    top = max(joint)
    total = math.fsum(math.exp(v - top) for v in joint)
    return [math.exp(v - top) / total for v in joint], top + math.log(total)


# State s has stream h active where bit h is set: the order of the library.
energy = [
    math.fsum(abs(X[d] - math.fsum(MU[h][d] for h in active(s))) for d in range(D))
    for s in range(2**H)
]
likelihood = [-D * math.log(2 * B) - e / B for e in energy]
prior = [
    math.fsum(math.log(PI[h] if s >> h & 1 else 1 - PI[h]) for h in range(H)) for s in range(2**H)
]
q, evidence = posterior([a + b for a, b in zip(likelihood, prior)])
java("ENERGY", energy)
java("Q", q)
java("LOG_EVIDENCE", [evidence])
java("ACTIVITY", [math.fsum(q[s] for s in range(2**H) if s >> h & 1) for h in range(H)])
java("SCALE", [math.fsum(a * b for a, b in zip(q, energy)) / D])
java("ENTROPY", [-math.fsum(v * math.log(v) for v in q)])
for k in range(H + 1):
    states = [s for s in range(2**H) if len(active(s)) == k]
    some, value = posterior([likelihood[s] - math.log(len(states)) for s in states])
    full = [0.0] * 2**H
    for s, v in zip(states, some):
        full[s] = v
    java("Q_K%d" % k, full)
    java("LOG_EVIDENCE_K%d" % k, [value])
