# %%
import numpy as np
import pandas as pd
import scipy.stats

rng = np.random.RandomState(35)
diary = []
for student in range(20):
    s0, m0 = rng.normal(7, 1), rng.normal(5, 1.5)
    for day in range(21):
        diary.append({"student": student, "day": day, "sleep_h": s0 + rng.normal(0, .4), "mood": m0 + rng.normal(0, .5)})
diary = pd.DataFrame(diary)
diary.pivot(index="student", columns="day", values="mood").iloc[:4, :5].round(1)

# %%
out = scipy.stats.linregress(diary.sleep_h, diary.mood)
print(f"One more hour of sleep: mood {out.slope:+.2f} (r={out.rvalue:.2f}, p={out.pvalue:.2e}, N={len(diary)})")
