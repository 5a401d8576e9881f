# %%
import numpy as np
from scipy.stats import ttest_ind
rng = np.random.default_rng(4)

def run(promoted):
    """one batch reactor run, yield in percent"""
    return 64.0 + 0.4 * promoted + rng.normal(0, 3.5)

ref = [run(False) for _ in range(5)]
pro = [run(True) for _ in range(5)]
p = ttest_ind(pro, ref).pvalue
while p > 0.05 and len(ref) < 80:
    ref.append(run(False))
    pro.append(run(True))
    p = ttest_ind(pro, ref).pvalue

# %%
d = np.mean(pro) - np.mean(ref)
print(f"{len(ref)} runs each; yield with promoter {np.mean(pro):.1f} %, reference {np.mean(ref):.1f} %")
print(f"change {d:+.2f} points, p = {p:.3f}")
print("The promoter changes the yield." if p < 0.05 else "No effect of the promoter.")
