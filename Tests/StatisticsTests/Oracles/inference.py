"""Answers the statistics tests by SciPy, statsmodels and scikit-learn."""

import json
import math
import sys
import warnings

import numpy as np
from scipy import optimize, stats
from sklearn import metrics
from statsmodels.api import WLS
from statsmodels.stats import contingency_tables, inter_rater, multitest, power, weightstats

warnings.simplefilter("ignore")


def pairs(case):
    both, first, second, neither = case
    table = np.array([[both, first], [second, neither]])
    exact = contingency_tables.mcnemar(table, exact=True).pvalue
    corrected = contingency_tables.mcnemar(table, exact=False, correction=True).pvalue
    midpoint = stats.binom.pmf(min(first, second), first + second, 0.5)
    # Tango's score with the restricted likelihood maximized numerically rather than by the closed form.
    n = both + first + second + neither

    def score(delta):
        low, high = max(0.0, -delta), (1 - delta) / 2

        def slope(q):
            rest = 1 - 2 * q - delta
            return (second * (q + delta) + first * q) * rest - 2 * (both + neither) * q * (q + delta)

        inside = (high - low) * 1e-13
        if high > low and slope(low + inside) > 0:
            q = high if slope(high) >= 0 else optimize.brentq(slope, low + inside, high, xtol=1e-15, rtol=1e-14)
        else:
            q = low
        return (first - second - n * delta) / math.sqrt(n * (2 * q + delta * (1 - delta)))

    z = stats.norm.ppf(0.975)
    difference = (first - second) / n
    return {
        "exact": exact,
        "midP": exact - midpoint if first != second else 1 - midpoint / 2,
        "corrected": corrected,
        "tango": [
            optimize.brentq(lambda d: score(d) - z, -1 + 1e-9, difference, xtol=1e-13),
            optimize.brentq(lambda d: score(d) + z, difference, 1 - 1e-9, xtol=1e-13),
        ],
    }


def clustered(case):
    """Rows of prompts: successes and trials of the first, then of the second context, the imagined ones among them."""
    rows = np.array(case["rows"], float)
    trials = rows[:, 1]
    differences = (rows[:, 0] - rows[:, 2]) / trials
    fit = WLS(differences, np.ones(len(rows)), weights=trials).fit(cov_type="HC2")
    answer = {"value": fit.params[0], "standardError": fit.bse[0]}
    if np.ptp(trials) == 0:
        p, lower, upper = weightstats.ttost_paired(differences, np.zeros(len(rows)), -case["margin"], case["margin"])
        answer["equivalence"] = p
        answer["greater"] = stats.ttest_1samp(differences, case["margin"], alternative="greater").pvalue
    return answer


def noncentral(case):
    freedom, bound, shift = case
    return stats.nct.sf(bound, freedom, shift)


def tests(case):
    prompts, effect, alpha = case
    return power.TTestPower().power(effect, prompts, alpha, alternative="larger")


def adjusted(case):
    return {
        "holm": list(multitest.multipletests(case, method="holm")[1]),
        "benjaminiHochberg": list(multitest.multipletests(case, method="fdr_bh")[1]),
    }


def kappa(case):
    result = inter_rater.cohens_kappa(np.array(case))
    first, second = [], []
    for row, counts in enumerate(case):
        for column, count in enumerate(counts):
            first += [row] * count
            second += [column] * count
    return {"value": metrics.cohen_kappa_score(first, second), "standardError": result.std_kappa}


def fleiss(case):
    return inter_rater.fleiss_kappa(np.array(case), method="fleiss")


def roc(case):
    labels = [1] * len(case["positives"]) + [0] * len(case["negatives"])
    scores = case["positives"] + case["negatives"]
    false, true, _ = metrics.roc_curve(labels, scores, drop_intermediate=False)
    area = metrics.roc_auc_score(labels, scores)
    m, n, z = len(case["positives"]), len(case["negatives"]), stats.norm.ppf(0.975)
    star = (m + n) / 2 - 1

    def excess(value):
        variance = value * (1 - value) * (1 + star * (1 - value) / (2 - value) + star * value / (1 + value)) / (m * n)
        return (value - area) ** 2 - z * z * variance

    return {
        "area": area,
        "false": list(false),
        "true": list(true),
        "interval": [
            0 if area == 0 else optimize.brentq(excess, 1e-12, max(area - 1e-9, 1e-12)),
            1 if area == 1 else optimize.brentq(excess, area + 1e-9, 1 - 1e-12),
        ],
    }


def binomial(case):
    trials, rate, successes = case
    return [stats.binom.pmf(successes, trials, rate), stats.binom.cdf(successes, trials, rate)]


with open(sys.argv[1]) as file:
    question = json.load(file)
answer = {name: [globals()[name](case) for case in cases] for name, cases in question.items()}
with open(sys.argv[2], "w") as file:
    json.dump(answer, file)
