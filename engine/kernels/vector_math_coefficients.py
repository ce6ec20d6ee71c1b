#!/usr/bin/python3
"""Computes the polynomial coefficients of vector_math.hpp; needs mpmath. Run: python3 vector_math_coefficients.py

Each function is written as its first terms plus a polynomial in z = x*x, found by interpolation at the
Chebyshev nodes in 60 digits; the errors printed are those of the function with these coefficients rounded to
double, to be compared with half a unit in the last place of 1, 1.1e-16.
"""
from mpmath import atan, cos, lu_solve, matrix, mp, mpf, nstr, pi, sin, sqrt, tan

mp.dps = 60


def fit(remainder, largest_z, terms):
    nodes = [largest_z / 2 * (1 + cos(pi * (2 * k + 1) / (2 * terms))) for k in range(terms)]
    powers = matrix(terms, terms)
    for row, z in enumerate(nodes):
        for column in range(terms):
            powers[row, column] = z**column
    return [float(c) for c in lu_solve(powers, matrix([remainder(z) for z in nodes]))]


def series(coefficients, z):
    return sum(mpf(c) * z**k for k, c in enumerate(coefficients))


def report(name, coefficients, error, largest_x):
    worst = max(abs(error(largest_x * k / 2000)) for k in range(1, 2001))
    print(name, "largest error", nstr(worst, 3))
    for c in coefficients:
        print("   ", float.hex(c), " ", repr(c))


quarter_turn = pi / 2 + mpf(2) / 10**6
s = fit(lambda z: (sin(sqrt(z)) / sqrt(z) - 1) / z, quarter_turn**2, 8)
report("sin x = x + x z S(z)", s, lambda x: x + x**3 * series(s, x * x) - sin(x), quarter_turn)
c = fit(lambda z: ((cos(sqrt(z)) - 1) / z + mpf(1) / 2) / z, quarter_turn**2, 8)
report("cos x = 1 + z (z C(z) - 1/2)", c, lambda x: 1 - x * x / 2 + x**4 * series(c, x * x) - cos(x), quarter_turn)
eighth = tan(pi / 8)
a = fit(lambda z: (atan(sqrt(z)) / sqrt(z) - 1) / z, eighth**2, 11)
report("atan x = x + x z A(z)", a, lambda x: x + x**3 * series(a, x * x) - atan(x), eighth)

print("pi as a sum: its first 33 bits and the rest; then pi, pi/2, pi/4 as double and remainder")
first = mpf(int(pi * mpf(2) ** 31)) / mpf(2) ** 31
for value in (first, pi - first):
    print("   ", float.hex(float(value)))
for value in (pi, pi / 2, pi / 4):
    print("   ", float.hex(float(value)), float.hex(float(value - mpf(float(value)))))
