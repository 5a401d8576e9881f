# %%
# MS lesions: T1 hypointensity ratio against serum NfL
import numpy as np
import pandas as pd
from scipy import stats as ss
rng = np.random.default_rng(140)

pts = pd.DataFrame({"pid": np.arange(16), "nfl": rng.lognormal(2.5, .5, 16), "u": rng.normal(0, .09, 16)})
les = (pts.loc[pts.index.repeat(rng.integers(8, 40, 16))]
          .assign(t1_ratio=lambda d: .72 + d.u + rng.normal(0, .06, len(d)),
                  vol_ml=lambda d: rng.lognormal(-1, .7, len(d)))
          .drop(columns="u").reset_index(drop=True))
print(len(les), "lesions segmented")
print(les.head(3).round(2))

# %%
les["log_nfl"] = np.log(les.nfl)
rho = ss.pearsonr(les["log_nfl"], les["t1_ratio"])
ci = rho.confidence_interval(.95)
print(f"r = {rho.statistic:.2f} [{ci.low:.2f}, {ci.high:.2f}], p = {rho.pvalue:.1e}, N = {len(les)}")

# %%
msg = {True: "Lesion T1 ratio is related to neurofilament.", False: "No relation of T1 ratio to neurofilament."}
print(msg[bool(rho.pvalue < .05)])
