# %%
import numpy as np
from scipy import stats as st

rng = np.random.default_rng(77)
# monthly remittances (EUR) received, households with migrant in EU vs. in the Gulf, one respondent each
eu = np.round(rng.lognormal(5.0, .9, 38), -1)
gulf = np.round(rng.lognormal(5.6, .9, 31), -1)
for name, v in zip(("EU", "Gulf"), (eu, gulf)):
    print(f"{name:5s} n={v.size} mean={v.mean():.0f} median={np.median(v):.0f} skew={st.skew(v):.1f}")

# %%
u = st.mannwhitneyu(gulf, eu, alternative="two-sided")
ps = u.statistic / (len(gulf) * len(eu))
print(f"Mann-Whitney U = {u.statistic:.0f}, p = {u.pvalue:.4f}")
print(f"P(Gulf household receives more than EU household) = {ps:.2f}")

# %%
q = [10, 25, 50, 75, 90]
print("percentiles", dict(zip(q, zip(np.percentile(eu, q).round(), np.percentile(gulf, q).round()))))
