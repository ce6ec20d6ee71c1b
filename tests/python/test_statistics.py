"""Counts statistics against gammapy.stats, which is independent code for the same definitions."""
import itertools

import numpy as np
import pytest
from gammapy.stats import CashCountsStatistic, WStatCountsStatistic, cash, cstat, get_wstat_gof_terms, wstat
from gammapy.stats.fit_statistics import get_wstat_mu_bkg

from spectra_tools import dump

# Few, many, none on either side; background larger and smaller than the excess; alpha from 1/41 to above 1.
ONOFF = list(itertools.product([0, 1, 3, 27, 189, 3012], [0, 1, 5, 219, 12345], [1 / 41, 1 / 12, 0.5, 1, 2.3]))
KNOWN = list(itertools.product([0, 1, 3, 27, 189, 3012], [0.002, 0.7, 4.2, 40, 3000.5]))
SIGNALS = (0, 0.3, 5, 170, 4000.5)
# What gammapy solves by root finding on values near sigmas^2 cannot be better than this.
ROOTS = dict(rtol=1e-8, atol=1e-8)


def answers(kind, cases, signal, sigmas):
    rows = dump("statistics", lines=[" ".join([kind, *map(repr, map(float, case)), repr(float(signal)),
                                               repr(float(sigmas))]) for case in cases])
    assert len(rows) == len(cases)
    return np.array([values for _, values in rows]).T


@pytest.fixture(scope="module")
def onoff():
    return np.array(ONOFF, dtype=float).T


@pytest.fixture(scope="module")
def known():
    return np.array(KNOWN, dtype=float).T


@pytest.mark.parametrize("signal", SIGNALS)
def test_w_statistic_agrees(onoff, signal):
    ours, background, terms, *_ = answers("wstat", ONOFF, signal, 1)
    n_on, n_off, alpha = onoff
    # Where the signal exceeds the counts, gammapy's formula for the background subtracts nearly equal numbers and
    # keeps few digits of a small difference: there the exact background solves the score equation, and ours does.
    theirs_bkg = get_wstat_mu_bkg(n_on, n_off, alpha, signal)
    cancels = alpha * (n_on + n_off) < (1 + alpha) * signal
    np.testing.assert_allclose(background[~cancels], theirs_bkg[~cancels], rtol=1e-12, atol=1e-300)
    with np.errstate(divide="ignore", invalid="ignore"):
        score = n_on * alpha / (signal + alpha * background) + n_off / background - (1 + alpha)
    counted = (background > 0)
    np.testing.assert_allclose(score[counted] / (1 + alpha[counted]), 0, atol=1e-10)
    theirs = wstat(n_on, n_off, alpha, np.full_like(n_on, signal))
    # The bare statistic and its terms are large numbers whose difference gammapy takes: judged on their scale.
    scale = 1 + np.abs(get_wstat_gof_terms(n_on, n_off)) + signal
    # gammapy writes log(0) * counts where the background it finds is 0 by cancellation.
    sound = np.isfinite(theirs)
    assert sound.sum() > 0.9 * len(sound) and np.isfinite(ours).all()
    np.testing.assert_allclose(ours[sound] / scale[sound], theirs[sound] / scale[sound], atol=1e-10)
    np.testing.assert_allclose(terms, get_wstat_gof_terms(n_on, n_off), rtol=1e-12, atol=1e-10)


def test_li_ma_is_the_square_root_of_gammapys_ts(onoff):
    _, _, _, ts, significance, *_ = answers("wstat", ONOFF, 0, 1)
    theirs = WStatCountsStatistic(*onoff)
    np.testing.assert_allclose(ts, theirs.ts, rtol=1e-8, atol=1e-8)
    # gammapy's difference of large numbers has a rounding error of about 1e-11 in ts: 3e-6 in its root near 0.
    clear = theirs.ts > 1e-3
    assert clear.sum() > 100
    np.testing.assert_allclose(significance[clear], theirs.sqrt_ts[clear], rtol=1e-8)
    np.testing.assert_allclose(significance[~clear], theirs.sqrt_ts[~clear], atol=1e-5)


@pytest.mark.parametrize("sigmas", (1, 2, 3))
def test_errors_and_limits_of_an_excess_agree(onoff, sigmas):
    _, _, _, _, _, down, up, limit, physical, _ = answers("wstat", ONOFF, 0, sigmas)
    stat = WStatCountsStatistic(*onoff)
    theirs_down, theirs_up = stat.compute_errn(sigmas), stat.compute_errp(sigmas)
    np.testing.assert_allclose(up, theirs_up, **ROOTS)
    np.testing.assert_allclose(limit, stat.compute_upper_limit(sigmas), **ROOTS)
    # gammapy looks for the lower error within 2 sigmas (error + 1) and answers n_on where there is none.
    given_up = (theirs_down == stat.n_on) & (np.abs(down - theirs_down) > 1e-8)
    for on, off, alpha, ours in zip(*onoff[:, given_up], down[given_up]):
        assert ours > 2 * sigmas * (np.sqrt(on + alpha**2 * off) + 1)
        np.testing.assert_allclose(wstat(on, off, alpha, on - alpha * off - ours), sigmas**2, rtol=1e-7)
    assert given_up.mean() < 0.1
    np.testing.assert_allclose(down[~given_up], theirs_down[~given_up], **ROOTS)
    # The bounded limit: equal where there is an excess, else sigmas^2 above the statistic of no signal.
    excess = stat.n_sig
    np.testing.assert_allclose(physical[excess >= 0], limit[excess >= 0], rtol=1e-12)
    n_on, n_off, alpha = onoff[:, excess < 0]
    growth = wstat(n_on, n_off, alpha, physical[excess < 0]) - wstat(n_on, n_off, alpha, np.zeros_like(n_on))
    np.testing.assert_allclose(growth, sigmas**2, rtol=1e-7)
    assert (physical >= 0).all()


def test_excess_of_a_significance_agrees(onoff):
    for sigmas in (1, 3, 5):
        *_, ours = answers("wstat", ONOFF, 0, sigmas)
        theirs = WStatCountsStatistic(*onoff).n_sig_matching_significance(sigmas)
        n_on, n_off, alpha = onoff
        found = np.isfinite(theirs)
        assert found.mean() > 0.7 and np.isfinite(ours).all()
        np.testing.assert_allclose(ours[found], theirs[found], **ROOTS)
        # Where gammapy's secant gives up (no background: it starts at 0), the definition decides.
        reached = WStatCountsStatistic(ours + alpha * n_off, n_off, alpha).sqrt_ts
        np.testing.assert_allclose(reached, sigmas, rtol=1e-8)


@pytest.mark.parametrize("signal", (0, 0.5, 33))
def test_cash_agrees(known, signal):
    ours, deviance, significance, *_ = answers("cash", KNOWN, signal, 1)
    n_on, background = known
    np.testing.assert_allclose(ours, cash(n_on, background + signal), rtol=1e-12, atol=1e-10)
    np.testing.assert_allclose(deviance, cstat(n_on, background + signal), rtol=1e-8, atol=1e-9)
    np.testing.assert_allclose(significance, CashCountsStatistic(n_on, background).sqrt_ts, rtol=1e-8, atol=1e-8)


@pytest.mark.parametrize("sigmas", (1, 2, 3))
def test_cash_errors_and_limits_agree(known, sigmas):
    _, _, _, down, up, limit, physical, matching = answers("cash", KNOWN, 0, sigmas)
    stat = CashCountsStatistic(*known)
    np.testing.assert_allclose(up, stat.compute_errp(sigmas), **ROOTS)
    np.testing.assert_allclose(limit, stat.compute_upper_limit(sigmas), **ROOTS)
    np.testing.assert_allclose(down, stat.compute_errn(sigmas), **ROOTS)
    theirs = stat.n_sig_matching_significance(sigmas)
    found = np.isfinite(theirs)
    assert found.mean() > 0.7
    np.testing.assert_allclose(matching[found], theirs[found], **ROOTS)
    np.testing.assert_allclose(physical[stat.n_sig >= 0], limit[stat.n_sig >= 0], rtol=1e-12)
